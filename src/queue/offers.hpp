// An offer: for a while one technician alone may take a waiting chat. What clients are told of it and say to it.
#pragma once
#include "chatd/describe.hpp"

namespace chatd::queue {

/// How it ended, as `chat_offers.status` has it. `taken`: by somebody with chat.assign; `gone`: the chat does not wait any more.
enum class OfferEnd : std::uint8_t { accepted, declined, expired, unavailable, taken, gone };
constexpr auto names_of(OfferEnd) { return std::array<std::string_view, 6>{"accepted", "declined", "expired", "unavailable", "taken", "gone"}; }

struct Offer {
    std::string offer_id;
    ChannelId channel_id;
    UserId technician_id;
    Time expires_at;
};

struct Decline {
    ChannelId channel_id;
    std::string offer_id;
    static constexpr auto fields = describe(field(&Decline::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
                                            field(&Decline::offer_id, "offer_id", "The offer, as `chat:offer` named it.", length(1, 64)));
};

struct Snooze {
    ChannelId channel_id;
    int minutes = 0;
    static constexpr auto fields = describe(field(&Snooze::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
                                            field(&Snooze::minutes, "minutes", "Then it rings again, if it waits still.", range(1, 1440)));
};
struct Snoozed {
    Time ends_at;
    static constexpr auto fields = describe(field(&Snoozed::ends_at, "ends_at", "Then it rings again, if it waits still."));
};

struct OfferWithdrawn {
    static constexpr std::string_view event = "chat:offer_withdrawn", says = "An offer is over; not told to who accepted it. Not kept.";
    ChannelId session_id, channel_id, chat_id;
    std::string offer_id;
    OfferEnd reason = OfferEnd::expired;
    static constexpr auto fields = describe(
        field(&OfferWithdrawn::session_id, "session_id", "The live chat."), field(&OfferWithdrawn::channel_id, "channel_id", "The same."),
        field(&OfferWithdrawn::chat_id, "chatId", "The same, as older clients call it."), field(&OfferWithdrawn::offer_id, "offer_id", "Which offer."),
        field(&OfferWithdrawn::reason, "reason", "`expired`; `declined`, maybe on another device; `unavailable`: the technician cannot take it any more; `taken`: somebody with chat.assign gave it to another; `gone`: the client left."));
};

}  // namespace chatd::queue
