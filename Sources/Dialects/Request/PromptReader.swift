/// Reads what a model would read: how many tokens that is about, whether there are images, and the marks along it.
///
/// A token is taken for four bytes of text as it stands in the body; nothing is decoded. Images count flat, whatever their
/// size. Marks stand behind tools and system prompt, and behind each message. They are made of what the messages say, not of
/// how: the order of members, members that are null, cache hints that move from turn to turn, and whether one text stands
/// alone or as a part, make no difference.
struct PromptReader {
    /// What an image, a sound or another file costs. Models differ: some hundreds to some thousands.
    static let attachmentTokens = 768
    /// Roles and separators around a message.
    static let messageTokens = 4
    static let bytesPerToken = 4
    /// A prompt that is one text gets a mark after each piece of so many bytes.
    static let pieceSize = 2048
    /// Results of tools are parts with parts. What is nested deeper is only counted.
    private static let partsDepthMax = 4

    private(set) var hasImages = false
    private(set) var marks = PromptMarks()
    private var textBytes = 0
    private var flatTokens = 0

    var tokens: Int { textBytes / Self.bytesPerToken + flatTokens }

    // MARK: Pieces of a request

    /// Something that comes before the conversation and is the same in each of its turns.
    mutating func preamble(_ place: JSONPlace?, in bytes: Span<UInt8>) {
        guard let place, place.kind != .null else { return }
        textBytes += place.range.count
        marks.absorb(PromptHash.hash(bytes, place.range))
    }

    mutating func system(_ place: JSONPlace?, in bytes: Span<UInt8>) {
        guard let place, place.kind != .null else { return }
        var cursor = JSONCursor(place)
        marks.absorb(content(&cursor, bytes, depth: 0))
    }

    mutating func mark() {
        marks.mark(tokens: tokens)
    }

    /// - Returns: how many messages there are.
    mutating func messages(_ place: JSONPlace?, in bytes: Span<UInt8>) -> Int {
        guard let place, place.kind == .array else { return 0 }
        var cursor = JSONCursor(place)
        var count = 0
        cursor.enter()
        while cursor.nextElement(in: bytes) {
            marks.absorb(message(&cursor, bytes))
            mark()
            count += 1
        }
        return count
    }

    /// A prompt that is a text, or several, or tokens already.
    mutating func prompt(_ place: JSONPlace?, in bytes: Span<UInt8>) {
        guard let place else { return }
        var cursor = JSONCursor(place)
        if place.kind == .string {
            text(cursor.skipText(in: bytes), in: bytes)
        } else {
            list(&cursor, bytes)
        }
    }

    mutating func images(_ place: JSONPlace?, in bytes: Span<UInt8>) {
        guard let place, place.kind == .array else { return }
        var cursor = JSONCursor(place)
        marks.absorb(images(&cursor, bytes))
    }

    /// What an earlier answer ended with, for the next to go on from.
    mutating func earlierTokens(_ place: JSONPlace?, in bytes: Span<UInt8>) {
        guard let place, place.kind == .array else { return }
        var cursor = JSONCursor(place)
        list(&cursor, bytes)
        marks.absorb(PromptHash.hash(bytes, place.range))
    }

    mutating func count(bytes count: Int) {
        textBytes += count
    }

    // MARK: Texts and lists

    private mutating func text(_ range: Range<Int>, in bytes: Span<UInt8>) {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start + Self.pieceSize, range.upperBound)
            textBytes += end - start
            marks.absorb(PromptHash.hash(bytes, start..<end))
            mark()
            start = end
        }
    }

    private mutating func list(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) {
        var depth = 0
        repeat {
            switch cursor.kind(in: bytes) {
            case .array:
                cursor.enter()
                depth += 1
            case .number:
                cursor.skip(in: bytes)
                flatTokens += 1
            default:
                textBytes += cursor.skip(in: bytes).count
            }
            while depth > 0, !cursor.nextElement(in: bytes) { depth -= 1 }
        } while depth > 0
    }

    // MARK: Messages

    private mutating func message(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) -> UInt64 {
        flatTokens += Self.messageTokens
        guard cursor.kind(in: bytes) == .object else { return raw(&cursor, bytes) }
        var hash: UInt64 = 0
        cursor.enter()
        while let key = cursor.nextKey(in: bytes) {
            if Self.isPassed(key, &cursor, bytes) { continue }
            if key.equals("content", in: bytes) {
                hash &+= PromptHash.mix(content(&cursor, bytes, depth: 0), 1)
            } else if key.equals("images", in: bytes), cursor.kind(in: bytes) == .array {
                hash &+= PromptHash.mix(images(&cursor, bytes), 2)
            } else if key.equals("role", in: bytes) {
                hash &+= PromptHash.mix(PromptHash.hash(bytes, cursor.skip(in: bytes)), 3)
            } else {
                hash &+= member(key, &cursor, bytes)
            }
        }
        return hash
    }

    /// A text, or parts.
    private mutating func content(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>, depth: Int) -> UInt64 {
        switch cursor.kind(in: bytes) {
        case .string: return PromptHash.mix(0, text(&cursor, bytes))
        case .array where depth < Self.partsDepthMax: break
        default: return raw(&cursor, bytes)
        }
        var hash: UInt64 = 0
        cursor.enter()
        while cursor.nextElement(in: bytes) {
            hash = PromptHash.mix(hash, part(&cursor, bytes, depth: depth))
        }
        return hash
    }

    private mutating func part(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>, depth: Int) -> UInt64 {
        guard cursor.kind(in: bytes) == .object else { return text(&cursor, bytes) }
        var hash: UInt64 = 0
        var attached = 0
        var isImage = false
        cursor.enter()
        while let key = cursor.nextKey(in: bytes) {
            if Self.isPassed(key, &cursor, bytes) { continue }
            if key.equals("type", in: bytes) {
                isImage = Self.isImage(cursor.skip(in: bytes), in: bytes) || isImage
            } else if key.equals("text", in: bytes) {
                hash &+= text(&cursor, bytes)
            } else if key.equals("content", in: bytes) {
                hash &+= PromptHash.mix(content(&cursor, bytes, depth: depth + 1), 1)
            } else if Self.isAttachment(key, cursor, bytes) {
                let range = cursor.skip(in: bytes)
                attached += range.count
                hash &+= PromptHash.mix(PromptHash.hash(bytes, range), 4)
            } else {
                hash &+= member(key, &cursor, bytes)
            }
        }
        attach(attached, isImage: isImage)
        return hash
    }

    private mutating func images(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0
        cursor.enter()
        while cursor.nextElement(in: bytes) {
            hash = PromptHash.mix(hash, PromptHash.hash(bytes, cursor.skip(in: bytes)))
            attach(0, isImage: true)
        }
        return hash
    }

    /// What is small enough may be text under the name of an attachment; what is large is none.
    private mutating func attach(_ count: Int, isImage: Bool) {
        hasImages = hasImages || isImage
        flatTokens += isImage ? Self.attachmentTokens : min(count / Self.bytesPerToken, Self.attachmentTokens)
    }

    // MARK: Values

    private mutating func text(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) -> UInt64 {
        guard cursor.kind(in: bytes) == .string else { return raw(&cursor, bytes) }
        let range = cursor.skipText(in: bytes)
        textBytes += range.count
        return PromptHash.mix(PromptHash.hash(bytes, range), 5)
    }

    private mutating func raw(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) -> UInt64 {
        let range = cursor.skip(in: bytes)
        textBytes += range.count
        return PromptHash.hash(bytes, range)
    }

    /// A member that has no meaning of its own here.
    private mutating func member(_ key: JSONKey, _ cursor: inout JSONCursor, _ bytes: Span<UInt8>) -> UInt64 {
        PromptHash.mix(raw(&cursor, bytes), PromptHash.hash(bytes, key.range))
    }

    /// Null says nothing, and where a client wants its cache to end is not part of the prompt.
    private static func isPassed(_ key: JSONKey, _ cursor: inout JSONCursor, _ bytes: Span<UInt8>) -> Bool {
        guard cursor.kind(in: bytes) == .null || key.equals("cache_control", in: bytes) else { return false }
        cursor.skip(in: bytes)
        return true
    }

    private static func isImage(_ type: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        let type = bytes.extracting(type)
        return type.equals("\"image_url\"") || type.equals("\"image\"") || type.equals("\"input_image\"")
    }

    /// The value is, or points at, a file's content.
    private static func isAttachment(_ key: JSONKey, _ cursor: JSONCursor, _ bytes: Span<UInt8>) -> Bool {
        if key.equals("source", in: bytes) { return !isText(source: cursor, bytes) }
        return attachments.contains { key.equals($0, in: bytes) }
    }

    /// A document may be given as plain text.
    private static func isText(source: JSONCursor, _ bytes: Span<UInt8>) -> Bool {
        guard source.kind(in: bytes) == .object else { return false }
        var cursor = source
        cursor.enter()
        guard let key = cursor.nextKey(in: bytes), key.equals("type", in: bytes) else { return false }
        return bytes.extracting(cursor.skip(in: bytes)).equals("\"text\"")
    }

    private static let attachments: [StaticString] = [
        "image_url", "image", "input_audio", "audio", "file", "file_data", "video_url",
    ]
}
