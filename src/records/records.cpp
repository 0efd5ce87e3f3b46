#include "records/records.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "api/once.hpp"
#include "chatd/crypto.hpp"

namespace chatd::records {

store::Author author_of(const Call& call, std::string operation) {
    const auto& caller = call.caller();
    return {caller.tenant, caller.user, caller.permissions, std::move(operation), call.remote, call.request_id};
}

void Records::declare(api::Api& api) {
    using Verb = Task<std::string> (Records::*)(Call&, const Kind&, const Json&);
    for (const auto& kind : kinds_) {
        const auto path = "/api/" + kind.name;
        const auto article = std::string("aeiou").find(kind.noun[0]) == std::string::npos ? "a " : "an ";
        const auto operation = [&](const char* verb, const StructInfo& request, const StructInfo& reply, Verb run) -> api::Operation& {
            return api.add(api::Operation(kind.name + ":" + verb, request, reply,
                                          [this, &kind, run](Call& call, const Json& body) { return (this->*run)(call, kind, body); }));
        };
        operation("list", kind.listed, kind.page, &Records::list)
            .says("List the " + kind.name + ", page by page.").allow(kind.read).rest(api::get, path);
        operation("get", kind.identified, *kind.record, &Records::get)
            .says("Show one " + kind.noun + ".").allow(kind.read).rest(api::get, path + "/{id}");
        operation("create", kind.created, *kind.record, &Records::create)
            .says("Make " + (article + kind.noun) + ".").allow(kind.write).once().rest(api::post, path, 201);
        operation("update", kind.changed, *kind.record, &Records::change)
            .says("Change what is given of " + (article + kind.noun) + "; null clears what may be absent.").allow(kind.write).once().rest(api::patch, path + "/{id}");
        operation("delete", kind.identified, struct_of<api::Nothing>(), &Records::remove)
            .says("Delete " + (article + kind.noun) + " that nothing refers to.").allow(kind.write).once().rest(api::del, path + "/{id}", 204);
        if (!kind.is_synced) continue;
        operation("sync", kind.batch, struct_of<Synced>(), &Records::sync)
            .says("Keep " + kind.name + " in step with a host platform: each is found by its external_id, made, or changed in what is given.")
            .allow(kind.write).repeatable("a record is found again by its external_id").rest(api::put, "/api/sync/" + kind.name);
    }
}

namespace {

std::string etag_of(const store::Stored& stored) { return '"' + stored.version + '"'; }
/// The version that If-Match names; empty for none and for `*`.
std::string version_of(std::string_view if_match) {
    if (if_match.starts_with("W/")) if_match.remove_prefix(2);
    if (if_match.size() >= 2 && if_match.front() == '"' && if_match.back() == '"') if_match = if_match.substr(1, if_match.size() - 2);
    return std::string(if_match == "*" ? std::string_view() : if_match);
}

/// A cursor is good for the order that it was made for.
std::string cursor_of(Sort sort, const store::Place& place) {
    return base64url(std::string(name_of(sort)) + ' ' + std::to_string(place.row) + ' ' + place.by);
}
store::Place place_of(Sort sort, const std::string& cursor) {
    const auto wrong = invalid("cursor", "is not one of this list and order");
    const auto text = from_base64url(cursor);
    const auto prefix = std::string(name_of(sort)) + ' ';
    if (!text || !text->starts_with(prefix) || !valid_utf8(*text) || text->find('\0') != std::string::npos) throw wrong;
    store::Place place;
    const auto* end = text->data() + text->size();
    const auto [stopped, failure] = std::from_chars(text->data() + prefix.size(), end, place.row);
    if (failure != std::errc() || stopped == end || *stopped != ' ') throw wrong;
    place.by.assign(stopped + 1, end);
    if (sort == Sort::changed && (place.by.empty() || place.by.size() > 18 || place.by.find_first_not_of("0123456789") != std::string::npos)) throw wrong;
    return place;
}

/// What every list takes is read as such, the rest as values of the record's fields.
store::Query query_of(const Kind& kind, const Json& body) {
    auto paging = Json::object(), like = Json::object();
    for (const auto& [name, value] : body.items()) (struct_of<Paging>().find(name) ? paging : like)[name] = value;
    const auto page = read<Paging>(paging);
    const auto filters = kind.canonical_filters(like);
    store::Query query;
    query.sort = page.sort;
    query.limit = page.limit;
    query.q = page.q;
    query.filters = filters.dump();
    for (const auto& [name, value] : filters.items()) query.filtered.push_back(name);
    if (page.cursor) query.after = place_of(page.sort, *page.cursor);
    return query;
}

const Json& items_of(const Json& body) {
    Reading reading;
    for (const auto& [name, value] : body.items()) {
        Reading::Step step(reading, name.substr(0, 64));
        if (name != "data") reading.wrong("is not known here", Code::unknown_field);
    }
    reading.finish("batch");
    if (!body.contains("data")) throw invalid("data", "is required");
    const auto& items = body["data"];
    if (!items.is_array()) throw invalid("data", "is not a list");
    if (items.empty() || items.size() > synced_max) throw invalid("data", "has not 1 to " + std::to_string(synced_max) + " items");
    return items;
}

}  // namespace

Task<std::string> Records::list(Call& call, const Kind& kind, const Json& body) {
    auto query = query_of(kind, body);
    const auto sort = query.sort;
    const auto listed = co_await database_.read(store::list, &kind, author_of(call, kind.name + ":list"), std::move(query));
    std::string out = R"({"data":[)";
    for (const auto& record : listed.records) {
        if (out.back() != '[') out += ',';
        out += record;
    }
    out += R"(],"next_cursor":)";
    out += listed.next ? json_quoted(cursor_of(sort, *listed.next)) : "null";
    co_return out + "}";
}

Task<std::string> Records::get(Call& call, const Kind& kind, const Json& body) {
    auto stored = co_await database_.read(store::get, &kind, author_of(call, kind.name + ":get"), kind.key_in(body));
    call.etag = etag_of(stored);
    co_return std::move(stored.record);
}

Task<std::string> Records::create(Call& call, const Kind& kind, const Json& body) {
    auto values = kind.canonical(body, true);
    if (kind.prepare) values = co_await kind.prepare(std::move(values));
    const auto stored = co_await api::once(call, database_, store::create, &kind, author_of(call, kind.name + ":create"), values.dump());
    co_await follow(call, kind, stored);
    co_return stored.record;
}

Task<std::string> Records::change(Call& call, const Kind& kind, const Json& body) {
    auto rest = body;
    auto id = Json::object();
    id["id"] = std::move(rest["id"]);
    rest.erase("id");
    const auto key = kind.key_in(id);
    auto values = kind.canonical(rest, false);
    if (kind.prepare) values = co_await kind.prepare(std::move(values));
    const auto stored = co_await api::once(call, database_, store::update, &kind, author_of(call, kind.name + ":update"), key, values.dump(), version_of(call.if_match));
    co_await follow(call, kind, stored);
    co_return stored.record;
}

Task<std::string> Records::remove(Call& call, const Kind& kind, const Json& body) {
    const auto gone = co_await api::once(call, database_, store::remove, &kind, author_of(call, kind.name + ":delete"), kind.key_in(body), version_of(call.if_match));
    co_await follow(call, kind, gone);
    co_return gone.record;
}

Task<std::string> Records::sync(Call& call, const Kind& kind, const Json& body) {
    const auto& items = items_of(body);
    Synced out;
    for (const auto& item : items) {
        auto result = co_await sync_one(call, kind, item);
        // Somebody else has made it between our look and our insert: now it is found.
        if (result.error && result.error->named == "external_id" && result.error->code == facts(Code::conflict).name)
            result = co_await sync_one(call, kind, item);
        out.data.push_back(std::move(result));
    }
    co_return to_json(out);
}

Task<SyncResult> Records::sync_one(Call& call, const Kind& kind, const Json& item) {
    SyncResult out;
    try {
        if (!item.is_object() || !item.contains("external_id") || !item["external_id"].is_string()) throw invalid("external_id", "is required");
        out.external_id = item["external_id"].get<std::string>();
        auto stored = co_await sync_stored(call, kind, item, out.status);
        out.id = stored.row;
    } catch (const Error& error) {
        if (facts(error.code).retryable) throw;  // that concerns all
        out.status = SyncStatus::error;
        out.error = SyncProblem{std::string(facts(error.code).name), error.message, {}};
        if (!error.errors.empty()) out.error->named = error.errors.front().field;
    }
    co_return out;
}

Task<store::Stored> Records::sync_stored(Call& call, const Kind& kind, const Json& item, SyncStatus& status) {
    const auto author = author_of(call, kind.name + ":sync");
    const auto known = co_await database_.read(store::find_external, &kind, author, item["external_id"].get<std::string>());
    auto values = known ? kind.canonical(kind.changeable(item), false) : kind.canonical(item, true);
    if (kind.prepare) values = co_await kind.prepare(std::move(values));
    store::Stored stored;
    if (known) stored = co_await database_.run(store::update, &kind, author, *known, values.dump(), std::string());
    else stored = co_await database_.run(store::create, &kind, author, values.dump());
    status = SyncStatus::created;
    if (known) status = stored.is_changed ? SyncStatus::updated : SyncStatus::unchanged;
    co_await follow(call, kind, stored);
    co_return stored;
}

Task<> Records::follow(Call& call, const Kind& kind, const store::Stored& stored) {
    if (!stored.version.empty()) call.etag = etag_of(stored);
    if (kind.follow && stored.is_changed) co_await kind.follow(call.caller().tenant, stored.row);
}

}  // namespace chatd::records
