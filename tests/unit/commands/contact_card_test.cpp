#include "commands/contact_card.hpp"

#include <gtest/gtest.h>

namespace chatd::commands {
namespace {

livechat::ContextTicket ticket(std::int64_t number, std::string title) {
    livechat::ContextTicket out;
    out.number = number;
    out.title = std::move(title);
    return out;
}

TEST(ContactCard, SaysWhoTheClientIs) {
    livechat::CustomerContext context;
    context.customer.name = "Visa Vey";
    context.customer.phone = "555 0101";
    context.organization.emplace().name = "Elm";
    context.account = {"active", 1};
    livechat::ContextDevice device;
    device.name = "Laptop";
    device.operating_system = "Debian 12";
    context.devices = {device};
    context.active_tickets = {ticket(7, "VPN"), ticket(8, "Mail"), ticket(9, "Door"), ticket(10, "Fan"), ticket(11, "Lamp")};
    context.active_chats.emplace_back();
    context.previous_tickets_count = 1;
    context.previous_chats_count = 12;
    context.browser.emplace().text = R"("Firefox 140")";
    EXPECT_EQ(contact_card(context),
              "**Visa Vey** · 555 0101\n- Organization: Elm\n- Account: active, 1 day old\n- Devices: Laptop (Debian 12)\n"
              "- Open tickets: #7 VPN, #8 Mail, #9 Door and 2 more\n- Other open chats: no subject\n- Before: 1 ticket, 12 chats\n- Browser: Firefox 140");
}
TEST(ContactCard, LetsNothingOfAClientsWordsDoAnything) {
    livechat::CustomerContext context;
    context.customer.name = "**Boss**\n- Account: admin";
    context.customer.is_anonymous = true;
    context.account.status = "active";
    context.page.emplace().text = R"({"url":"x"})";
    context.browser.emplace().text = '"' + std::string(8'000, '*') + '"';
    EXPECT_EQ(contact_card(context), "**\\*\\*Boss\\*\\* - Account: admin**\n- Identity: not signed in; name and address are what they say\n"
                                     "- Account: active, 0 days old\n- Before: 0 tickets, 0 chats");
}

}  // namespace
}  // namespace chatd::commands
