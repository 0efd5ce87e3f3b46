// Small texts of HTTP, read strictly: request targets, origins, forwarded addresses. Pure.
#pragma once
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chatd::net {

struct Target {
    std::string path;                                        ///< percent-decoded, valid UTF-8, without NUL
    std::vector<std::pair<std::string, std::string>> query;  ///< decoded, `+` is a space, in order
};
/// An origin-form target (`/a%20b?c=d`). Throws `invalid` if it is another form, or is badly escaped, or decodes to what is no text: that
/// names the parameter, or the `path` or the `query`.
Target parse_target(std::string_view target);

/// The first value of that name in a query, or empty.
std::string_view query_value(const std::vector<std::pair<std::string, std::string>>& query, std::string_view name);

/// True if `origin` is http(s):// and exactly what the Host header says.
bool own_origin(std::string_view origin, std::string_view host);

/// True for `1-64` of letters, digits, `.`, `_` and `-`.
bool good_request_id(std::string_view text);

/// Which proxies are believed about who their client is.
class TrustedProxies {
public:
    /// Addresses and CIDR blocks. Throws std::invalid_argument naming what is neither.
    explicit TrustedProxies(const std::vector<std::string>& list);
    /// The client's address: `peer`, or, where that is trusted, the last one in X-Forwarded-For that is not.
    std::string client(std::string_view peer, std::string_view forwarded_for) const;

private:
    bool trusts(const boost::asio::ip::address& address) const;
    std::vector<boost::asio::ip::network_v4> v4_;
    std::vector<boost::asio::ip::network_v6> v6_;
};

}  // namespace chatd::net
