// Engine.IO over HTTP: the handshake, polls, posts and upgrades, with the protocol's own error answers.
#pragma once
#include "hub/connection.hpp"
#include "net/http_message.hpp"
#include "net/options.hpp"

namespace chatd::net {

class HttpConnection;

/// `allowed`: the request's origin may read the answer.
void engine_request(HttpConnection& connection, hub::HttpRequest request, const EngineMount& mount, bool allowed);
/// The answer to a CORS preflight (http_routes.cpp).
Answer preflight(const hub::HttpRequest& request, bool allowed);

}  // namespace chatd::net
