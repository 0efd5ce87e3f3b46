#include "net/target.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <stdexcept>

#include "chatd/error.hpp"
#include "chatd/json.hpp"
#include "net/header_values.hpp"

namespace chatd::net {
namespace {

namespace ip = boost::asio::ip;

/// Of a query, where `+` is a space.
std::string spaced(std::string_view text) {
    std::string out(text);
    std::ranges::replace(out, '+', ' ');
    return out;
}

std::string decoded(std::string_view text, const std::string& what) {
    auto out = percent_decoded(text);
    if (!out) throw invalid(what, "has a % that is no escape");
    if (out->find('\0') != std::string::npos) throw invalid(what, "has the character U+0000");
    if (!valid_utf8(*out)) throw invalid(what, "is not UTF-8");
    return std::move(*out);
}

/// The address without brackets, port or IPv4-in-IPv6 clothes.
std::optional<ip::address> parse_address(std::string_view text) {
    if (text.starts_with('[')) text = text.substr(1, text.find(']') - 1);
    else if (auto colon = text.find(':'); colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) text = text.substr(0, colon);
    boost::system::error_code failed;
    auto address = ip::make_address(std::string(text), failed);
    if (failed) return std::nullopt;
    if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

}  // namespace

Target parse_target(std::string_view target) {
    if (!target.starts_with('/')) throw invalid("path", "does not begin with /");
    target = target.substr(0, target.find('#'));
    auto mark = target.find('?');
    Target out{decoded(target.substr(0, mark), "path"), {}};
    if (mark == std::string_view::npos) return out;
    auto rest = target.substr(mark + 1);
    while (!rest.empty()) {
        auto end = rest.find('&');
        auto pair = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (pair.empty()) continue;
        auto equals = pair.find('=');
        auto name = decoded(spaced(pair.substr(0, equals)), "query");
        auto value = equals == std::string_view::npos ? std::string() : decoded(spaced(pair.substr(equals + 1)), name);
        out.query.emplace_back(std::move(name), std::move(value));
    }
    return out;
}

std::string_view query_value(const std::vector<std::pair<std::string, std::string>>& query, std::string_view name) {
    for (const auto& [key, value] : query)
        if (key == name) return value;
    return {};
}

bool own_origin(std::string_view origin, std::string_view host) {
    for (std::string_view scheme : {"https://", "http://"})
        if (origin.starts_with(scheme)) return !host.empty() && origin.substr(scheme.size()) == host;
    return false;
}

bool good_request_id(std::string_view text) {
    if (text.empty() || text.size() > 64) return false;
    for (char c : text)
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-')) return false;
    return true;
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& list) {
    for (const auto& text : list) {
        boost::system::error_code failed;
        auto block = text;
        if (block.find('/') == std::string::npos) block += block.find(':') == std::string::npos ? "/32" : "/128";
        if (block.find(':') == std::string::npos) v4_.push_back(ip::make_network_v4(block, failed).canonical());
        else v6_.push_back(ip::make_network_v6(block, failed).canonical());
        if (failed) throw std::invalid_argument("trusted proxy \"" + text + "\" is neither an address nor a CIDR block");
    }
}

bool TrustedProxies::trusts(const ip::address& address) const {
    if (address.is_v4()) {
        for (const auto& block : v4_)
            if (ip::network_v4(address.to_v4(), block.prefix_length()).canonical() == block) return true;
        return false;
    }
    for (const auto& block : v6_)
        if (ip::network_v6(address.to_v6(), block.prefix_length()).canonical() == block) return true;
    return false;
}

std::string TrustedProxies::client(std::string_view peer, std::string_view forwarded_for) const {
    auto address = parse_address(peer);
    if (!address || (v4_.empty() && v6_.empty())) return std::string(peer);
    while (trusts(*address) && !forwarded_for.empty()) {
        auto comma = forwarded_for.rfind(',');
        auto last = trimmed(comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1));
        forwarded_for = comma == std::string_view::npos ? std::string_view() : forwarded_for.substr(0, comma);
        auto before = parse_address(last);
        if (!before) break;
        address = before;
    }
    return address->to_string();
}

}  // namespace chatd::net
