#include "messages/messages.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "channels/store.hpp"
#include "files/links.hpp"
#include "knowledge/articles_store.hpp"
#include "messages/store.hpp"

namespace chatd::messages {

namespace {
constexpr auto typing_lasts = std::chrono::seconds(6);
constexpr auto no_end = std::numeric_limits<std::int64_t>::max();

std::optional<std::string> maybe(const std::string& text) {
    if (text.empty()) return {};
    return text;
}

/// In the order in which they were named.
template <class Id>
std::vector<Id> each_once(const std::vector<Id>& named) {
    std::vector<Id> out;
    for (const auto id : named)
        if (std::ranges::find(out, id) == out.end()) out.push_back(id);
    return out;
}

/// What the request sends, by id or by url.
std::vector<AttachmentId> files_of(const Send& request) {
    auto ids = request.attachment_ids;
    if (request.attachment_url) {
        const auto id = files::named_in(*request.attachment_url);
        if (!id) throw invalid("attachment_url", "is not the url of a file that was uploaded here");
        ids.push_back(*id);
    }
    return each_once(ids);
}

/// The beginning of a text in UTF-8, cut between characters.
std::string first_bytes(const std::string& text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    auto end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
    return text.substr(0, end);
}

void check_type(const Send& request, bool has_files, bool asked_otherwise) {
    const bool shares = request.type == Type::kb_article, carries = request.type == Type::file;
    if (carries && !has_files) throw invalid("attachment_ids", "is empty");
    if (!carries && has_files) throw invalid("type", "is file where files are sent");
    if (shares != request.kb_article_id.has_value())
        throw invalid("kb_article_id", shares ? "is required for a message of type kb_article" : "is for messages of type kb_article");
    if (!shares && !carries && request.content.empty() && !asked_otherwise) throw invalid("content", "is required");
}

/// The spelling of older clients: the text is the `message`.
Json from_message(Json body) {
    if (!body.is_object() || !body.contains("message") || body.contains("content")) return body;
    body["content"] = std::move(body["message"]);
    body.erase("message");
    return body;
}

[[noreturn]] void refuse(db::JournalCode code, const Send& request) {
    switch (code) {
        case db::JournalCode::conflict:
            throw Error(Code::idempotency_conflict, "Another message was sent with this client_id.");
        case db::JournalCode::closed: throw Error(Code::session_closed, "The chat is closed.");
        case db::JournalCode::not_member: throw Error(Code::not_participant, "You are not in this chat.");
        default: throw not_found("channel", request.channel_id.value);
    }
}
}  // namespace

std::int64_t hash_of(Send request) {
    request.client_id.reset();
    return db::body_hash(sparse_json(request));
}
Sender sender_of(const Caller& caller) { return {caller.user, caller.name, caller.kind, maybe(caller.avatar_url)}; }

void Messages::declare(api::Api& api) {
    using namespace std::chrono_literals;
    api.operation("chat:send_message", *this, &Messages::send)
        .says("Post a message to a channel that one is in. Acknowledged when it is stored.")
        .allow(api::signed_in)
        .limit(api::per_identity(limits_.sending))
        .own_key()
        .event()
        .event("chat-message", from_message)
        .rest(api::post, "/api/channels/{channel_id}/messages", 201);
    api.operation("chat:messages", *this, &Messages::list)
        .says("The history of a channel, ascending by seq.")
        .allow(api::signed_in)
        .event()
        .rest(api::get, "/api/live-chat/{channel_id}/messages")
        .rest(api::get, "/api/channels/{channel_id}/messages");
    api.operation("chat:typing", *this, &Messages::typing)
        .says("Tell the others in a channel that one is writing. Not kept.")
        .allow(api::signed_in)
        .limit(api::per_identity(Rate{5, 1s, 10}))
        .repeatable("it is not kept")
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/typing");
    api.operation("chat:seen", *this, &Messages::seen)
        .says("Move one's read cursor forward to a message.")
        .allow(api::signed_in)
        .repeatable("the cursor never goes back")
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/seen");
    api.announces<NewMessage>();
    api.announces<TypingNow>();
    api.announces<SeenUpTo>();
    api.announces<Mentioned>();
}

void Messages::check_length(const std::string& content, const char* field) const {
    if (content.size() > limits_.message_bytes_max)
        throw invalid(field, "is longer than " + std::to_string(limits_.message_bytes_max) + " bytes");
}

Task<Sent> Messages::send(Call& call, Send request) {
    if (request.type != Type::text && request.type != Type::kb_article && request.type != Type::file) throw invalid("type", "is not one that is sent");
    // Technicians say a text with a slash, which they would type for a command, by two (SPEC 7). Clients have no commands: theirs stays as it is.
    if (call.caller().staff() && request.content.starts_with("//")) request.content.erase(0, 1);
    return post(call, std::move(request), call.session.get());
}

Task<Sent> Messages::post(Call& call, Send request, const hub::Session* except, std::optional<std::int64_t> asked) {
    const auto& caller = call.caller();
    const auto attached = files_of(request);
    check_type(request, !attached.empty(), asked.has_value());
    check_length(request.content, "content");
    if (request.visibility == Visibility::internal) request.channel_id = co_await backstage_of(caller, request.channel_id);
    if (!request.mentions.empty()) {
        request.mentions = each_once(request.mentions);
        const auto readers = co_await database_.read(store::readers, caller.tenant, request.channel_id, request.mentions);
        for (const auto user : request.mentions)
            if (!std::ranges::binary_search(readers, user)) throw invalid("mentions", "has " + std::to_string(user.value) + ", who cannot read the message");
    }
    if (request.reply_to) {
        const bool there = co_await database_.read(store::exists, caller.tenant, request.channel_id, *request.reply_to);
        if (!there) throw invalid("reply_to", "is no message of this channel");
    }
    const auto hash = asked.value_or(hash_of(request));
    std::optional<knowledge::SharedArticle> article;
    if (request.kb_article_id) {
        const bool known = co_await has_key(caller, request.channel_id, request.client_id);
        if (!known) article = co_await article_of(caller, request);
        if (article && request.content.empty()) request.content = article->title;
    }
    if (!request.client_id) request.client_id = Uuid::random();
    db::JournalInput input;
    input.tenant = caller.tenant;
    input.channel = request.channel_id;
    input.sender = caller.user;
    input.client_id = *request.client_id;
    input.body_hash = hash;
    input.type = name_of(request.type);
    input.content = request.content;
    input.reply_to = request.reply_to;
    input.mentions = request.mentions;
    if (article) input.metadata = R"({"kb_article":)" + to_json(*article) + '}';
    db::JournalOutcome outcome;
    std::vector<files::Attachment> attachments;
    for (bool opened = true, again = false; opened; again = true) {
        if (attached.empty()) {
            outcome = co_await journal_.append(input);
        } else {
            auto posted = co_await database_.run(store::post, input, attached);
            outcome = posted.outcome;
            attachments = std::move(posted.attachments);
        }
        if (outcome.code != db::JournalCode::closed || !closed_ || again) break;
        opened = co_await closed_(caller, request.channel_id);
    }
    const bool replayed = call.replayed = outcome.code == db::JournalCode::replayed;
    if (outcome.code == db::JournalCode::not_member || outcome.code == db::JournalCode::closed)
        co_await must_see(caller, request.channel_id);
    if (outcome.code != db::JournalCode::stored && !replayed) refuse(outcome.code, request);

    Sent sent;
    sent.seq = outcome.seq;
    sent.replayed = replayed;
    auto& message = sent.message;
    if (replayed) {  // it may have been edited or deleted since
        auto stored = co_await database_.read(store::find, caller.tenant, request.channel_id, outcome.id);
        if (!stored) throw not_found("message", outcome.id.value);
        message = std::move(*stored);
    } else {
        message.id = outcome.id;
        message.channel_id = request.channel_id;
        message.session_id = outcome.session_id;
        message.seq = outcome.seq;
        message.sender = sender_of(caller);
        message.type = request.type;
        message.content = std::move(request.content);
        message.kb_article = std::move(article);
        message.attachments = std::move(attachments);
        message.reply_to = request.reply_to;
        message.mentions = std::move(request.mentions);
        message.visibility = outcome.kind == "backstage" ? Visibility::internal : Visibility::all;
        message.client_id = request.client_id;
        message.created_at = outcome.created_at;
    }
    // A replayed one may still be news: the answer to its commit was lost, with a connection to PostgreSQL or with the daemon before this one.
    tell(caller.tenant, message, except);
    // Nearly always it has been: then no coroutine is made for it.
    if (!hub_.has_handed_out(message.channel_id, message.seq)) co_await must_be_told(message.channel_id, message.seq);
    if (!replayed && !message.mentions.empty()) tell_mentioned(caller, message);
    co_return sent;
}

/// It is stored, but behind an event that could not be read yet, and must not be heard of before that.
Task<> Messages::must_be_told(ChannelId channel, std::int64_t seq) {
    co_await hub_.handed_out(channel, seq);
    if (!hub_.has_handed_out(channel, seq)) throw unavailable("The database is not available right now.");
}

void Messages::tell(TenantId tenant, const Message& message, const hub::Session* except) {
    NewMessage push;
    push.session_id = push.chat_id = message.session_id;
    push.channel_id = message.channel_id;
    push.seq = message.seq;
    push.message = message;
    const Writer writer(message.channel_id, message.sender.id);
    if (writing_.erase(writer)) tell_typing(writer, message.session_id, message.sender.name, false);
    hub_.publish(tenant, message.channel_id, message.seq, api::push_of(push), except);
}

/// To who may not read the channel it does not exist, whatever else would be wrong.
Task<> Messages::must_see(const Caller& caller, ChannelId channel) {
    const auto standing = co_await database_.read(channels::store::standing, caller.tenant, channel, caller.user);
    if (!standing || !standing->may_read(caller)) throw not_found("channel", channel.value);
}

Task<bool> Messages::has_key(const Caller& caller, ChannelId channel, std::optional<Uuid> client_id) {
    if (!client_id) co_return false;
    const bool known = co_await database_.read(store::has_key, caller.tenant, channel, caller.user, *client_id);
    co_return known;
}

/// What the message carries: an article that everybody in the channel may see.
Task<knowledge::SharedArticle> Messages::article_of(const Caller& caller, const Send& request) {
    const auto standing = co_await database_.read(channels::store::standing, caller.tenant, request.channel_id, caller.user);
    if (!standing || !standing->may_read(caller)) throw not_found("channel", request.channel_id.value);
    if (!caller.staff()) throw forbidden("Only technicians share articles.");
    auto found = co_await database_.read(knowledge::store::shareable, caller.tenant, *request.kb_article_id);
    const bool for_clients = found.status == knowledge::ArticleStatus::published && found.audience == knowledge::Audience::client;
    if (!for_clients && standing->kind != channels::Kind::backstage)
        throw invalid("kb_article_id", found.status == knowledge::ArticleStatus::draft ? "is a draft" : "is an internal article, for private notes only");
    co_return std::move(found.article);
}

/// Where a private note of that chat goes.
Task<ChannelId> Messages::backstage_of(const Caller& caller, ChannelId channel) {
    co_await must_see(caller, channel);
    if (!caller.staff()) throw forbidden("Only technicians write private notes.");
    const auto backstage = co_await database_.read(channels::store::backstage, caller.tenant, channel);
    if (!backstage) throw invalid("visibility", "can be internal only in a live chat");
    co_return *backstage;
}

void Messages::tell_mentioned(const Caller& caller, const Message& message) {
    constexpr std::size_t text_bytes_max = 200;
    Mentioned push;
    push.session_id = push.chat_id = message.session_id;
    push.channel_id = message.channel_id;
    push.message_id = message.id;
    push.by = {caller.user, caller.name};
    push.text = first_bytes(message.content, text_bytes_max);
    const auto encoded = api::push_of(push);
    for (const auto user : message.mentions)
        if (user != caller.user) hub_.tell_user(user, encoded);
}

Task<MessageList> Messages::list(Call& call, ListMessages request) {
    const auto& caller = call.caller();
    const auto standing = co_await database_.read(channels::store::standing, caller.tenant, request.channel_id, caller.user);
    if (!standing || !standing->may_read(caller)) throw not_found("chat", request.channel_id.value);
    if (request.cursor && request.before) throw invalid("before", "cannot be given with cursor");
    MessageList out;
    const bool back = request.before.has_value();
    const auto from = request.cursor.value_or(0);
    const auto to = request.before.value_or(no_end);
    const int one_more = request.limit + 1;
    out.data = co_await database_.read(store::list, caller.tenant, request.channel_id, from, to, one_more, back);
    if (std::ssize(out.data) > request.limit) {
        if (back) out.data.erase(out.data.begin());
        else out.data.pop_back();
        out.next_cursor = back ? out.data.front().seq : out.data.back().seq;
    }
    co_return out;
}

Task<api::Nothing> Messages::typing(Call& call, Typing request) {
    const auto& caller = call.caller();
    if (!call.session || !hub_.subscribed(*call.session, request.channel_id)) {
        const auto standing = co_await database_.read(channels::store::standing, caller.tenant, request.channel_id, caller.user);
        if (!standing || !standing->may_read(caller)) throw not_found("channel", request.channel_id.value);
        if (call.session || !standing->participant) throw Error(Code::not_participant, "You are not in this chat.");
    }
    const Writer writer(request.channel_id, caller.user);
    const auto session_id = hub_.session_id(request.channel_id);
    if (request.is_typing) {
        const bool known = writing_.contains(writer);
        writing_[writer] = {caller.name, session_id, std::chrono::steady_clock::now() + typing_lasts};
        if (!known) tell_typing(writer, session_id, caller.name, true);
        if (writing_.size() == 1) end_typing_when_due();
    } else if (writing_.erase(writer)) {
        tell_typing(writer, session_id, caller.name, false);
    }
    co_return api::Nothing();
}

void Messages::tell_typing(const Writer& writer, std::optional<ChannelId> session_id, const std::string& name, bool is_typing) {
    TypingNow push;
    push.session_id = push.chat_id = session_id;
    push.channel_id = writer.first;
    push.user = {writer.second, name};
    push.is_typing = is_typing;
    hub_.tell_others(writer.first, api::push_of(push), writer.second);
    if (typed_) typed_(session_id, writer.second);
}

void Messages::end_typing_when_due() {
    typing_timer_.expires_after(std::chrono::milliseconds(500));
    typing_timer_.async_wait([this](boost::system::error_code cut) {
        if (cut) return;
        const auto now = std::chrono::steady_clock::now();
        std::erase_if(writing_, [&](const auto& entry) {
            const auto& [writer, writing] = entry;
            if (writing.until > now) return false;
            tell_typing(writer, writing.session_id, writing.name, false);
            return true;
        });
        if (!writing_.empty()) end_typing_when_due();
    });
}

Task<api::Nothing> Messages::seen(Call& call, Seen request) {
    const auto& caller = call.caller();
    const auto result = co_await database_.write(store::seen, caller.tenant, request.channel_id, caller.user, request.message_id);
    if (!result.found) throw not_found("message", request.message_id.value);
    if (!result.participant) {
        co_await must_see(caller, request.channel_id);
        throw Error(Code::not_participant, "You are not in this chat.");
    }
    const Writer reader(request.channel_id, caller.user);
    const auto* told = told_marks_.find(reader);
    // Two moves may come back in the other order than they were made.
    if (result.moved && (!told || *told < request.message_id)) {
        told_marks_.put(reader, request.message_id);
        SeenUpTo push;
        push.session_id = push.chat_id = result.session_id;
        push.channel_id = request.channel_id;
        push.user_id = caller.user;
        push.message_id = request.message_id;
        hub_.tell(request.channel_id, api::push_of(push), call.session.get());
    }
    co_return api::Nothing();
}

}  // namespace chatd::messages
