// Who a client is, as a few lines for technicians to read beside the chat. What the client says of themself is shown and does nothing. Pure.
#pragma once
#include "livechat/desk.hpp"

namespace chatd::commands {

/// Markdown.
std::string contact_card(const livechat::CustomerContext& context);

}  // namespace chatd::commands
