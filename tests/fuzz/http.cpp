// Any bytes as a connection's HTTP: answered with whole answers, each refusal with a named code; and bytes that come in pieces mean the
// same as all at once.
#include <algorithm>
#include <cstdint>

#include "chatd/json.hpp"
#include "require.hpp"
#include "wire.hpp"

using namespace chatd;
using fuzz::require;

namespace {

net::Options small() {
    net::Options options;
    options.header_bytes_max = 600;
    options.header_fields_max = 8;
    options.target_bytes_max = 200;
    options.body_bytes_max = 100;
    options.payload_bytes_max = 150;
    options.strangers_per_address_max = 0;
    options.origin_allowed = [](std::string_view origin) { return origin == "https://shop.test"; };
    return options;
}

/// Looks at each answer and gives their codes. 100 Continue depends on when bytes come, and is no answer.
std::vector<int> judged(std::string_view stream) {
    std::vector<int> statuses;
    while (!stream.empty()) {
        require(stream.starts_with("HTTP/1.1 ") || stream.starts_with("HTTP/1.0 "), "an answer begins where the one before ended");
        const auto head_end = stream.find("\r\n\r\n");
        require(head_end != stream.npos && stream.size() > 12, "an answer's head is whole");
        const auto head = stream.substr(0, head_end + 2);
        const int status = std::stoi(std::string(stream.substr(9, 3)));
        stream.remove_prefix(head_end + 4);
        if (status == 100) continue;
        statuses.push_back(status);
        if (status == 101) return statuses;
        require(head.find("\r\nX-Request-Id: ") != head.npos, "every answer has its request's id");
        require(std::ranges::count(head, '\n') < 30, "no header is injected");
        if (status == 204 || status == 304) continue;
        const auto length_at = head.find("\r\nContent-Length: ");
        require(length_at != head.npos, "every answer says how long it is");
        const auto length = std::stoul(std::string(head.substr(length_at + 18)));
        if (stream.empty() || stream.starts_with("HTTP/1.")) continue;  // it was a HEAD
        require(stream.size() >= length, "an answer's body is whole");
        const auto body = Json::parse(stream.substr(0, length), nullptr, false);
        stream.remove_prefix(length);
        if (status < 400) continue;
        require(body.is_object() && body.contains("code"), "a refusal has a code");
        require(body["code"].is_number() || !body["code"].get<std::string>().empty(), "the code has a name");
    }
    return statuses;
}

struct Seen {
    std::vector<int> statuses;
    std::vector<hub::HttpRequest> requests;
};

template <class Send>
Seen play(fuzz::Wire& wire, Send send) {
    Seen seen;
    {
        auto peer = wire.connect();
        send(peer);
        peer.finish();
        wire.turn();
        peer.read();
        seen.statuses = judged(peer.received());
        seen.requests = std::move(wire.door().requests);
    }
    wire.clear();
    return seen;
}

/// A header that is broken before its end may be refused at once or waited for; nothing else may differ.
bool alike(std::vector<int> a, std::vector<int> b) {
    if (a.size() < b.size()) a.swap(b);
    if (a.size() == b.size() + 1 && (a.back() == 400 || a.back() == 431 || a.back() == 505)) a.pop_back();
    return a == b;
}

bool same(const hub::HttpRequest& a, const hub::HttpRequest& b) {
    return a.method == b.method && a.path == b.path && a.query == b.query && a.headers == b.headers && a.body == b.body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static auto& wire = *new fuzz::Wire(small());
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    if (size > 8000) return 0;
    const auto whole = play(wire, [&](fuzz::Peer& peer) { peer.send(input); });
    const auto pieces = play(wire, [&](fuzz::Peer& peer) {
        auto rest = input;
        for (std::size_t step = 1 + size % 7; !rest.empty(); step = step * 5 % 89 + 1) {
            peer.send(rest.substr(0, step));
            rest.remove_prefix(std::min(step, rest.size()));
            wire.turn();
        }
    });
    require(alike(whole.statuses, pieces.statuses), "pieces are answered as the whole");
    require(std::ranges::equal(whole.requests, pieces.requests, same), "pieces make the requests of the whole");
    for (const auto& request : whole.requests) {
        require(request.path.starts_with('/') && request.path.size() <= 200 && valid_utf8(request.path), "a path is one");
        require(request.headers.size() <= 8 && request.body.size() <= 100, "no limit is passed");
    }
    return 0;
}
