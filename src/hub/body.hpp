// Bodies that are too large to be held: what a request brings, handed over piece by piece, and what an answer sends, read piece by piece.
// The seam between net, which owns the sockets, and the feature that owns the bytes. One piece is under way at a time, so a slow disk
// stops the socket and a slow client stops the disk; neither costs more than a piece.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chatd::hub {

/// Where the body of a request goes. net calls it on an I/O thread, and nothing here blocks.
class BodySink {
public:
    virtual ~BodySink() = default;
    /// `taken` is called once, by any thread, when the next piece may come; never, when no more is wanted: then an answer is on its way.
    virtual void write(std::string piece, std::function<void()> taken) = 0;
    /// The body is whole; after the last piece was taken.
    virtual void end() = 0;
    /// It will never be whole: the client left, was too slow, or has been answered. May come at any time, also after end().
    virtual void cut() = 0;
};

/// The body of a request whose header alone has come. Chat thread.
struct IncomingBody {
    std::string content_type;
    std::optional<std::uint64_t> bytes;  ///< as announced
    /// Lets it come. At most once; a request that is answered before has its connection closed.
    std::function<void(std::shared_ptr<BodySink>)> take;
};

/// Where the body of an answer comes from. Called on an I/O thread, and does not block.
class BodySource {
public:
    virtual ~BodySource() = default;
    /// `got` is called once, by any thread, with the next piece; an empty one: there is no more to be had, and the connection is cut.
    virtual void next(std::function<void(std::string)> got) = 0;
};

/// An answer that is a file. net gives ranges of it, answers 304 and 416, and sends it as the client takes it.
struct FileBody {
    std::string content_type, etag;
    std::uint64_t bytes = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    /// `count` bytes from `first` on; both are inside the file. Called on an I/O thread.
    std::function<std::shared_ptr<BodySource>(std::uint64_t first, std::uint64_t count)> read;
};

}  // namespace chatd::hub
