// A coroutine of the chat thread. House rule: a statement that awaits holds no brace, no lambda and no ternary (tests/tidy).
#pragma once
#include <boost/asio/awaitable.hpp>

namespace chatd {
template <class T = void>
using Task = boost::asio::awaitable<T>;
}
