// Stateful: the input is a list of commands to several clients at once (plain WebSocket, Engine.IO by polling, by WebSocket, and the upgrade
// between them), with good and bad packets and cuts in between. Whatever they do, all that the server sends is well-formed, each
// session gets every `cast` in order and once, and nothing is left when all are gone.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "chatd/json.hpp"
#include "require.hpp"
#include "wire.hpp"

using namespace chatd;
using fuzz::require;

namespace {

constexpr std::size_t clients_max = 6;

net::Options options() {
    net::Options out;
    out.strangers_per_address_max = 0;
    out.message_bytes_max = 300;
    out.fragments_max = 3;
    out.payload_bytes_max = 400;
    out.payload_packets_max = 6;
    out.bad_frames_max = 3;
    out.in_flight_max = 4;
    out.outbox_bytes_max = 2000;
    return out;
}

/// What packets are made of, beside the input's own bytes.
const std::vector<std::string> phrases{
    R"(40{"token":"good"})", R"(40{"token":"bad"})", R"(42["cast",{}])", R"(421["echo",{"a":1}])", R"(422["never"])", R"(423["cast"])", R"(42["fail"])",
    R"(42["close",{}])", R"(42["close",{"final":1}])", R"(451-7["echo",{"_placeholder":true,"num":0}])", "41", "1", "3", "2probe", "5", "6", "40/other,", "",
    R"({"event":"auth","data":{"token":"good"},"id":1})", R"({"event":"cast","id":"x"})", R"({"event":"echo","data":[1],"id":2})", R"({"event":"never","id":3})",
    R"({"event":"close"})", R"({"event":"fail","id":4})", R"({"event":"none"})", "{}"};

/// What a session has been told so far, over all its transports.
struct Listener {
    std::optional<std::int64_t> last;
    bool hole_allowed = false;  ///< an answer of a poll was thrown away by the client itself

    void told(const Json& data) {
        const auto n = data.at("n").get<std::int64_t>();
        require(!last || n == *last + 1 || (hole_allowed && n > *last), "each session gets every cast in order and once");
        last = n;
    }
    void packet(std::string_view text) {
        require(!text.empty() && ((text[0] >= '0' && text[0] <= '6') || text[0] == 'b'), "an Engine.IO packet has a type");
        if (text[0] == '0') return require(Json::accept(text.substr(1)), "an opening is JSON");
        if (text[0] != '4') return;
        require(text.size() > 1 && text[1] >= '0' && text[1] <= '6', "a Socket.IO packet has a type");
        auto json = text.substr(2);
        if (json.starts_with('/')) json.remove_prefix(std::min(json.size(), json.find(',') + 1));
        json.remove_prefix(std::min(json.size(), json.find_first_not_of("0123456789")));
        require(json.empty() || Json::accept(json), "a Socket.IO packet's body is JSON");
        if (!text.starts_with("42")) return;
        const auto event = Json::parse(json);
        require(event.is_array() && event.size() == 2 && event[0].is_string(), "an event has a name and one argument");
        if (event[0] == "cast") told(event[1]);
    }
    void frame(std::string_view text) {
        const auto frame = Json::parse(text, nullptr, false);
        require(frame.is_object() && (frame.contains("event") || frame.contains("ack")), "a frame is an event or an ack");
        if (frame.contains("event") && frame["event"] == "cast") told(frame["data"]);
    }
};

struct Client {
    enum class Kind { http, plain, engine };
    Kind kind = Kind::http;
    fuzz::Peer peer;
    std::shared_ptr<Listener> listener;
    std::string sid;
    bool upgraded = false, ended = false;  ///< upgraded: the 101 has been read
    std::string unread;

    void absorb() {
        if (ended) return;
        ended = !peer.read();
        unread += peer.take();
        while (upgraded || kind == Kind::http ? (kind == Kind::http ? take_answer() : take_frame()) : take_upgrade()) {
        }
    }
    bool take_upgrade() {
        const auto end = unread.find("\r\n\r\n");
        if (end == unread.npos) return false;
        upgraded = unread.starts_with("HTTP/1.1 101");
        unread.erase(0, upgraded ? end + 4 : unread.size());
        return upgraded;
    }
    bool take_answer() {
        const auto end = unread.find("\r\n\r\n");
        if (end == unread.npos) return false;
        const auto length_at = unread.find("\r\nContent-Length: ");
        require(length_at < end, "every answer says how long it is");
        const auto length = std::stoul(unread.substr(length_at + 18));
        if (unread.size() < end + 4 + length) return false;
        const bool payload = unread.find("\r\nContent-Type: text/plain") < end;
        const auto body = unread.substr(end + 4, length);
        unread.erase(0, end + 4 + length);
        if (!payload) return true;
        for (std::size_t at = 0; at <= body.size();) {
            const auto stop = std::min(body.find('\x1e', at), body.size());
            const auto text = std::string_view(body).substr(at, stop - at);
            if (text.starts_with('0') && sid.empty()) sid = Json::parse(text.substr(1)).at("sid").get<std::string>();
            listener->packet(text);
            at = stop + 1;
        }
        return true;
    }
    bool take_frame() {
        if (unread.size() < 2) return false;
        const auto first = static_cast<unsigned char>(unread[0]), second = static_cast<unsigned char>(unread[1]);
        require((first & 0xF0U) == 0x80U && second < 128, "a server's frame is whole, plain and unmasked");
        std::size_t head = 2, length = second;
        if (second == 126) {
            if (unread.size() < 4) return false;
            head = 4;
            length = static_cast<std::size_t>(static_cast<unsigned char>(unread[2])) << 8U | static_cast<unsigned char>(unread[3]);
        }
        require(second != 127, "no frame is that long here");
        if (unread.size() < head + length) return false;
        const auto payload = unread.substr(head, length);
        unread.erase(0, head + length);
        if ((first & 15U) == 8) require(payload.empty() || payload.size() >= 2, "a close has a code or nothing");
        if ((first & 15U) != 1) return true;
        require(valid_utf8(payload), "text is UTF-8");
        if (kind == Kind::plain) listener->frame(payload);
        else listener->packet(payload);
        return true;
    }
};

class Scene {
public:
    explicit Scene(std::string_view input) : input_(input) {}

    void play() {
        while (!input_.empty()) command();
        wire().turn();
        absorb();
        clients_.clear();
        wire().clear();
    }

private:
    static fuzz::Wire& wire() {
        static auto& one = *new fuzz::Wire(options());
        return one;
    }
    std::size_t byte() {
        if (input_.empty()) return 0;
        const auto out = static_cast<unsigned char>(input_.front());
        input_.remove_prefix(1);
        return out;
    }
    /// One of the phrases, or bytes of the input.
    std::string words() {
        const auto which = byte();
        if (which < 200) return phrases[which % phrases.size()];
        const auto text = input_.substr(0, byte());
        input_.remove_prefix(text.size());
        return std::string(text);
    }
    Client* client() { return clients_.empty() ? nullptr : clients_[byte() % clients_.size()].get(); }

    Client& open(Client::Kind kind, std::shared_ptr<Listener> listener) {
        if (clients_.size() == clients_max) {
            if (clients_[0]->kind == Client::Kind::http) clients_[0]->listener->hole_allowed = true;
            clients_.erase(clients_.begin());
        }
        clients_.push_back(std::make_unique<Client>(Client{kind, wire().connect(), std::move(listener), {}, false, false, {}}));
        return *clients_.back();
    }
    void request(Client& client, std::string_view method, std::string_view target, std::string_view more = {}, std::string_view body = {}) {
        std::string out(method);
        out.append(" ").append(target).append(" HTTP/1.1\r\nHost: a\r\n").append(more);
        if (!body.empty()) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        client.peer.send(out.append("\r\n").append(body));
    }
    static constexpr std::string_view upgrade =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    static std::string engine(std::string_view transport, const std::string& sid) {
        return "/socket.io/?EIO=4&transport=" + std::string(transport) + (sid.empty() ? "" : "&sid=" + sid);
    }
    /// A masked frame; `first` is its first byte.
    static std::string frame(std::size_t first, std::string_view payload) {
        std::string out{static_cast<char>(first)};
        if (payload.size() < 126) {
            out += static_cast<char>(0x80U | payload.size());
        } else {
            out += {static_cast<char>(0xFE), static_cast<char>(payload.size() >> 8U), static_cast<char>(payload.size() & 255U)};
        }
        return out.append(4, '\0').append(payload);
    }

    void command() {
        const auto which = byte();
        auto* one = which % 14 < 4 ? nullptr : client();
        switch (which % 14) {
            case 0: request(open(Client::Kind::plain, std::make_shared<Listener>()), "GET", "/ws", std::string(upgrade) + "Authorization: Bearer good\r\n"); break;
            case 1: request(open(Client::Kind::plain, std::make_shared<Listener>()), "GET", "/ws", upgrade); break;
            case 2: request(open(Client::Kind::http, std::make_shared<Listener>()), "GET", engine("polling", "")); break;
            case 3: request(open(Client::Kind::engine, std::make_shared<Listener>()), "GET", engine("websocket", ""), upgrade); break;
            default:
                if (one) act(*one, which % 14);
        }
        if (which < 128) {
            wire().turn();
            absorb();
        }
    }
    void act(Client& one, std::size_t what) {
        switch (what) {
            case 4:
            case 5:
                if (one.kind == Client::Kind::http) request(one, "POST", engine("polling", one.sid), "", words());
                else one.peer.send(frame(0x81, words()));
                break;
            case 6:
                if (one.kind == Client::Kind::http) request(one, "GET", engine("polling", one.sid));
                else one.peer.send(frame(byte(), words()));
                break;
            case 7: {
                if (one.kind != Client::Kind::http || one.sid.empty()) break;
                const auto sid = one.sid;  // opening one more may end this one
                auto& socket = open(Client::Kind::engine, one.listener);
                request(socket, "GET", engine("websocket", sid), upgrade);
                break;
            }
            case 8: {  // what a polling client does beside its poll
                if (one.kind != Client::Kind::http) break;
                const auto sid = one.sid;
                auto& beside = open(Client::Kind::http, one.listener);
                beside.sid = sid;
                request(beside, "POST", engine("polling", sid), "", words());
                break;
            }
            case 9: one.peer.finish(); break;
            case 10: cut(one); break;
            case 11: one.peer.send(words()); break;
            case 12: one.peer.send(frame(0x82, words())); break;
            case 13: one.peer.send(frame(byte() % 2 ? 0x89 : 0x88, words())); break;
            default: break;
        }
    }
    void cut(Client& one) {
        if (one.kind == Client::Kind::http) one.listener->hole_allowed = true;
        std::erase_if(clients_, [&](const auto& other) { return other.get() == &one; });
    }
    /// Polls first: what came by them was sent before the upgrade.
    void absorb() {
        for (auto& one : clients_)
            if (one->kind == Client::Kind::http) one->absorb();
        for (auto& one : clients_)
            if (one->kind != Client::Kind::http) one->absorb();
    }

    std::string_view input_;
    std::vector<std::unique_ptr<Client>> clients_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size <= 600) Scene(std::string_view(reinterpret_cast<const char*>(bytes), size)).play();
    return 0;
}
