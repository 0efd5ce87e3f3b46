// Any text as an Engine.IO payload and as a Socket.IO packet: refused or understood, never more.
#include <cstdint>
#include <cstdlib>

#include "net/engineio.hpp"
#include "net/socketio.hpp"

using namespace chatd::net;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(bytes), size);
    if (auto packets = engineio::parse_payload(text, 16)) {
        std::string again;
        for (const auto& packet : *packets)
            engineio::append_packet(again, packet.binary ? engineio::binary_packet(packet.body) : static_cast<char>(packet.type) + packet.body);
        if (again != text) std::abort();
    }
    if (auto packet = socketio::parse(text); packet && !packet->refused) {
        std::vector<std::string> attachments(packet->attachments, "x");
        socketio::fill_with_base64(packet->body, attachments);
    }
    return 0;
}
