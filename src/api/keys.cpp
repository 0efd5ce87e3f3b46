#include "api/keys.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "api/once.hpp"
#include "chatd/crypto.hpp"

namespace chatd::api {
namespace {

constexpr std::string_view header_name = "Idempotency-Key", field_name = "client_id";
constexpr std::size_t header_length_max = 255;
constexpr auto look_again_after = std::chrono::seconds(1);
constexpr auto settled_within = std::chrono::hours(1);

void check_header(const std::string& key) {
    const bool visible = std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; });
    if (key.empty() || key.size() > header_length_max || !visible)
        throw invalid(std::string(header_name), "is not 1 to 255 visible ASCII characters");
}

std::optional<Uuid> client_id_of(const Json& body) {
    const auto found = body.is_object() ? body.find(field_name) : body.end();
    if (!body.is_object() || found == body.end() || found->is_null()) return {};
    auto id = found->is_string() ? Uuid::parse(found->get_ref<const std::string&>()) : std::nullopt;
    if (!id) throw invalid(std::string(field_name), "is not a UUID");
    return id;
}

/// A hash of a password would be as good as the password to who tries many.
Json without_secrets(Json body, const StructInfo& info) {
    if (!body.is_object()) return body;
    for (const auto& field : info.fields) {
        const auto found = body.find(field.name);
        if (found == body.end()) continue;
        if (field.write_only) body.erase(found);
        else if (const auto* inside = field.type->inside()) *found = without_secrets(std::move(*found), *inside);
    }
    return body;
}

/// For a key that is no UUID: always the same one, which no random one is (RFC 9562, version 8).
Uuid uuid_named(std::string_view key) {
    const auto hash = sha256(key);
    Uuid out;
    std::copy_n(hash.begin(), out.bytes.size(), out.bytes.begin());
    out.bytes[6] = static_cast<std::uint8_t>((out.bytes[6] & 0x0f) | 0x80);
    out.bytes[8] = static_cast<std::uint8_t>((out.bytes[8] & 0x3f) | 0x80);
    return out;
}

}  // namespace

std::string Repeating::text() const {
    switch (how) {
        case How::undeclared: break;
        case How::once:
        case How::own_key: return "Once for each key.";
        case How::harmless: return "May be repeated: " + why + ".";
    }
    return {};
}

StructInfo with_client_id(StructInfo info) {
    if (info.find(field_name)) throw std::logic_error(info.name + " has a client_id of its own");
    info.name += "Keyed";
    info.fields.push_back({field_name, "A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same.", {}, {},
                           &ops_of<std::optional<Uuid>>, nullptr, nullptr, false, false, false, false});
    return info;
}

std::optional<Json> take_key(Call& call, const Operation& operation, const Json& body) {
    const auto& repeating = operation.repeating();
    if (!repeating.keyed()) return {};
    const auto& header = call.idempotency_key;
    if (header) check_header(*header);
    else if (repeating.how == Repeating::How::own_key) return {};
    auto id = client_id_of(body);
    if (header) {
        const auto same = Uuid::parse(*header);
        if (id && same != id) throw invalid(std::string(field_name), "differs from the " + std::string(header_name));
        if (same) id = same;
    }
    std::optional<Json> left;
    if (repeating.how == Repeating::How::own_key) {
        if (body.is_object()) (left = body)->operator[](field_name) = (id ? *id : uuid_named(*header)).text();
        return left;
    }
    call.once.emplace();
    call.once->operation = operation.name();
    if (id) call.once->key = id->text();
    else if (header) call.once->key = *header;
    if (body.is_object() && body.contains(field_name)) (left = body)->erase(field_name);
    const auto& asked = left ? *left : body;
    if (!call.once->key.empty()) remember_request(call, without_secrets(asked, operation.request()).dump());
    return left;
}

void remember_request(Call& call, const std::string& text) {
    if (!call.once->key.empty()) call.once->request_hash = sha256(text + '\n' + call.if_match);
}

void check_once(const Call& call, const std::string& reply) {
    if (!call.once) return;
    if (!call.once->ran) throw std::logic_error("is declared once(), but does not run its transaction by api::once");
    if (!call.once->reply.empty() && call.once->reply != reply) throw std::logic_error("answers something else than what it has stored");
}

namespace {
/// Nothing if PostgreSQL cannot say it now.
Task<std::optional<db::Claim>> looked_up(db::Database& database, const db::IdempotencyKey& key) {
    try {
        auto claim = co_await database.run(db::look_up, key);
        co_return claim;
    } catch (const Error& error) {
        if (error.code == Code::idempotency_conflict) co_return db::Claim();  // the key went to another request: this one did not happen
    }
    co_return std::nullopt;
}
}  // namespace

Task<db::Claim> detail::settle(Call& call, db::Database& database, db::IdempotencyKey key) {
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer(executor);
    const auto until = std::chrono::steady_clock::now() + settled_within;
    for (;;) {
        auto claim = co_await looked_up(database, key);
        if (claim && claim->known) co_return std::move(*claim);
        if (claim || std::chrono::steady_clock::now() > until) throw unavailable("The connection to the database was lost before it happened; try again.");
        call.answer_now(unavailable("The connection to the database was lost; it may or may not have happened."));
        timer.expires_after(look_again_after);
        boost::system::error_code ignored;
        co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    }
}

std::optional<db::IdempotencyKey> detail::begin_once(Call& call) {
    if (!call.once) throw std::logic_error("api::once in an operation that is not declared once()");
    if (std::exchange(call.once->ran, true)) throw std::logic_error("api::once twice in one call");
    if (call.once->key.empty()) return {};
    return db::IdempotencyKey{call.caller().tenant, call.caller().user, call.once->key, call.once->operation, call.once->request_hash};
}

}  // namespace chatd::api
