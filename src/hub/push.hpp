// A push: one event for many connections, encoded at most once for each encoding and then shared, unchanged, by all threads.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace chatd::hub {

/// What goes onto a wire as it is: a WebSocket frame with its header in front. Polling takes only the payload.
struct Frame {
    std::string bytes;
    std::uint8_t header_size = 0;
    std::string_view payload() const { return std::string_view(bytes).substr(header_size); }
};
using FramePtr = std::shared_ptr<const Frame>;

/// One way to write events (plain JSON, Socket.IO, Socket.IO with offsets). Static data: one object for each encoding, in net/.
struct Encoding {
    std::uint8_t index;                                               ///< place in Push's cache, below encodings_max
    /// `data` is the text of a JSON object; `offset` the place of a durable event, for clients that recover, else empty.
    FramePtr (*push)(std::string_view event, std::string_view data, std::string_view offset);
};
inline constexpr std::size_t encodings_max = 3;

/// Made and encoded on the chat thread; the frames may travel.
class Push {
public:
    Push(std::string event, std::string data) : event_(std::move(event)), data_(std::move(data)) {}
    std::string_view event() const { return event_; }
    std::string_view data() const { return data_; }
    /// Before it is encoded.
    void at(std::string offset) { offset_ = std::move(offset); }
    const FramePtr& frame(const Encoding& encoding) const {
        auto& frame = frames_[encoding.index];
        if (!frame) frame = encoding.push(event_, data_, offset_);
        return frame;
    }

private:
    std::string event_, data_, offset_;
    mutable std::array<FramePtr, encodings_max> frames_;
};

}  // namespace chatd::hub
