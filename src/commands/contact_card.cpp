#include "commands/contact_card.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "knowledge/placeholders.hpp"

namespace chatd::commands {
namespace {

using knowledge::as_words;

constexpr std::size_t shown_max = 3, said_bytes_max = 500;

std::string count(std::size_t n, const char* one, const char* many) { return std::to_string(n) + ' ' + (n == 1 ? one : many); }

/// The first few of a list, and how many more there are.
template <class Item, class Say>
std::string some(const std::vector<Item>& items, Say say) {
    std::string out;
    for (std::size_t i = 0; i < std::min(items.size(), shown_max); ++i) out += (i ? ", " : "") + say(items[i]);
    if (items.size() > shown_max) out += " and " + std::to_string(items.size() - shown_max) + " more";
    return out;
}

std::string ticket_name(const livechat::ContextTicket& ticket) { return "#" + std::to_string(ticket.number) + ' ' + as_words(ticket.title); }
std::string chat_name(const livechat::ContextChat& chat) { return chat.subject.empty() ? "no subject" : as_words(chat.subject); }
std::string device_name(const livechat::ContextDevice& device) {
    auto out = as_words(device.name);
    if (device.operating_system) out += " (" + as_words(*device.operating_system) + ")";
    return out;
}

/// What the client's page said, if it said it in a few words.
std::optional<std::string> words_of(const std::optional<JsonText>& said) {
    const auto value = said ? Json::parse(said->text) : Json();
    if (!value.is_string() || value.get_ref<const std::string&>().size() > said_bytes_max) return {};
    return as_words(value.get_ref<const std::string&>());
}

}  // namespace

std::string contact_card(const livechat::CustomerContext& context) {
    const auto& customer = context.customer;
    auto out = "**" + as_words(customer.name) + "**";
    if (customer.email) out += " · " + as_words(*customer.email);
    if (customer.phone) out += " · " + as_words(*customer.phone);
    const auto line = [&](const char* label, const std::string& text) { out += "\n- " + std::string(label) + ": " + text; };
    if (customer.is_anonymous) line("Identity", "not signed in; name and address are what they say");
    if (context.organization) line("Organization", as_words(context.organization->name));
    line("Account", as_words(context.account.status) + ", " + count(static_cast<std::size_t>(context.account.age_days), "day", "days") + " old");
    if (!context.devices.empty()) line("Devices", some(context.devices, device_name));
    if (!context.active_tickets.empty()) line("Open tickets", some(context.active_tickets, ticket_name));
    if (!context.active_chats.empty()) line("Other open chats", some(context.active_chats, chat_name));
    line("Before", count(static_cast<std::size_t>(context.previous_tickets_count), "ticket", "tickets") + ", " +
                       count(static_cast<std::size_t>(context.previous_chats_count), "chat", "chats"));
    if (const auto page = words_of(context.page)) line("Page", *page);
    if (const auto browser = words_of(context.browser)) line("Browser", *browser);
    return out;
}

}  // namespace chatd::commands
