import Configuration

/// What `herd nodes add` may say of a server beside its address: the terms of `--backend` that are needed most, as flags.
extension HerdSettings {
    static let addedName = term("name", "NAME", "The machine it runs on; otherwise that is called by its host.")
    static let addedType = term("type", "KIND", "What it is, in place of finding out.")
    static let addedLabels = term("labels", "A,B", "Labels that requests may ask for.")
    static let addedKeyFile = term(
        "key-file",
        "PATH",
        "File on the router's machine that holds the key the server wants."
    )
    static let addedSlots = term("slots", "N", "Requests at once.")
    static let addedHandicap = term(
        "handicap",
        "SECONDS",
        "Added to its price, with a unit: --handicap=-2s prefers it."
    )

    static let addedWeight = term(
        "weight",
        "SECONDS",
        "How much longer a request may take here than elsewhere and still be sent here: --weight 2s is --handicap=-2s."
    )
    static let addedTerms = [
        addedName, addedType, addedLabels, addedKeyFile, addedSlots, addedWeight, addedHandicap,
    ]

    static let check = Setting(
        "check",
        .bool,
        default: false,
        group: "Flags",
        layers: .flag,
        help: "Add it only if it answers now, like a server that is known."
    )

    private static func term(_ name: String, _ placeholder: String, _ help: String) -> Setting<String> {
        Setting(
            name,
            .string(placeholder: placeholder),
            default: "",
            shown: "none",
            group: "Flags",
            layers: .flag,
            help: help
        )
    }
}
