/// Why a head is refused. One case a reason, so that tests, metrics and people can tell them apart.
///
/// The connection is closed after any of them: where the next message starts is no longer certain.
package enum HeadFault: Error, Equatable, Sendable, CaseIterable {
    // The first line
    case tlsHandshake
    case http2Preface
    case http09
    case malformedRequestLine
    case invalidMethod
    case methodTooLong
    case invalidTarget
    case targetTooLong
    case fragmentInTarget
    case asteriskNotForMethod
    case authorityNotForMethod
    case connectWithoutAuthority
    case malformedVersion
    case versionNotSupported
    case malformedStatusLine
    case invalidStatus

    // Any line
    case bareLineFeed
    case bareCarriageReturn
    case controlByte
    case tooManyEmptyLines

    // Fields
    case obsoleteFold
    case emptyFieldName
    case invalidFieldName
    case spaceBeforeColon
    case missingColon
    case headTooLarge
    case tooManyFields
    case tooManyConnectionOptions
    case malformedConnection
    case protectedFieldInConnection

    // Framing
    case invalidContentLength
    case contentLengthTooLarge
    case repeatedContentLength
    case lengthWithTransferEncoding
    case malformedTransferEncoding
    case unknownTransferCoding
    case chunkedNotOnceAndLast
    case transferEncodingInHTTP10
    case bodyNotAllowed

    // Routing
    case missingHost
    case repeatedHost
    case invalidHost
    case unknownExpectation
}
