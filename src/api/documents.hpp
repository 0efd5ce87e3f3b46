// The documents: OpenAPI of the REST routes, AsyncAPI of the events, TypeScript for the browser apps. All three are made of the
// declarations that the daemon runs on, so they cannot drift. For the command line, `GET /api/openapi.json` and golden tests.
#pragma once
#include <string>

#include "api/api.hpp"

namespace chatd::api {

/// OpenAPI 3.1, pretty-printed JSON.
std::string openapi(const Api& api);
/// AsyncAPI 3.0, pretty-printed JSON: what clients send, what they are acked with, what they are sent.
std::string asyncapi(const Api& api);
/// Types of all requests, replies and pushes, and the maps from event names to them.
std::string typescript(const Api& api);

}  // namespace chatd::api
