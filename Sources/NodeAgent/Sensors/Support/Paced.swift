import Fleet

/// A sensor with the pace at which its property is worth looking at. Between two looks the last reading stands.
struct Paced<S: Sensor> {
    var sensor: S
    let interval: Seconds
    private(set) var reading: S.Reading?
    private var dueAt = Instant.distantPast

    init(_ sensor: S, every interval: Seconds) {
        self.sensor = sensor
        self.interval = interval
    }

    mutating func sample(at moment: Moment) -> S.Reading? {
        if moment.now >= dueAt {
            reading = sensor.sample(at: moment)
            dueAt = moment.now + interval
        }
        return reading
    }
}
