// Answers of HTTP/1.1 as text: the head with the headers that every answer carries, and problem documents (RFC 9457). Pure.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/connection.hpp"

namespace chatd::net {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer {
    int status = 200;
    std::string content_type;  ///< empty: no body
    Headers headers;
    std::shared_ptr<const std::string> body;  ///< may be empty
    std::shared_ptr<hub::FileBody> file{};    ///< in its place, the bytes from `first` on, `count` of them
    std::uint64_t first = 0, count = 0;
};

std::string_view reason_phrase(int status);

/// `application/problem+json`. `code` is one of SPEC 19.5, or http's own (`uri_too_long`, …).
Answer problem(int status, std::string_view code, std::string_view detail, std::string_view request_id);
/// Decodes the target of a request, as it came, into its path and query; what is wrong with it, if something is.
std::optional<Error> read_target(hub::HttpRequest& request);
Answer problem(const Error& error, std::string_view request_id);
Answer from_door(hub::HttpResponse response);

struct HeadFacts {
    std::string_view date, request_id;
    bool keep_alive = true;
    bool http_1_0 = false;
};
/// Everything up to the empty line. Headers whose value could break a line are left out.
std::string head_text(const Answer& answer, const HeadFacts& facts);

/// True if `accepted` (an Accept-Encoding) takes gzip.
bool takes_gzip(std::string_view accepted);
/// True if one of the tags in `if_none_match` is `etag`, or it is `*`.
bool tag_matches(std::string_view if_none_match, std::string_view etag);

}  // namespace chatd::net
