/// One value for each loop, made when the loop first asks for it and touched on that loop's thread only.
///
/// `@unchecked Sendable`: the slots are allotted before the loops run, and each is reached through its own loop, which is
/// checked at every access.
package final class LoopLocal<Value>: @unchecked Sendable {
    private let slots: UnsafeMutableBufferPointer<Value?>
    private let make: @Sendable (EventLoop) -> Value

    package init(loops: Int, _ make: @escaping @Sendable (EventLoop) -> Value) {
        slots = .allocate(capacity: loops)
        slots.initialize(repeating: nil)
        self.make = make
    }

    deinit {
        slots.deinitialize()
        slots.deallocate()
    }

    package subscript(loop: EventLoop) -> Value {
        precondition(loop.isCurrent, "a loop's value is touched on that loop")
        if let value = slots[loop.index] { return value }
        let value = make(loop)
        slots[loop.index] = value
        return value
    }
}
