#include "records/store.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "db/exec.hpp"
#include "db/rows.hpp"
#include "records/statements.hpp"

namespace chatd::records::store {
namespace {

Stored stored_of(const pqxx::row& row) {
    return {db::column<std::int64_t>(row[0]), db::column<std::string>(row[1]), db::column<std::string>(row[2]), db::column<std::string>(row[3])};
}

Error no_such(const Kind& kind, const std::string& key) { return not_found("There is no " + kind.noun + " " + key + "."); }

template <class... Params>
pqxx::result run(db::Tx& tx, const std::string& sql, const Author& author, const Params&... params) {
    return db::exec(tx, sql, author.tenant, author.user, params...);
}

Stored one(db::Tx& tx, const Kind& kind, const Author& author, const std::string& sql, const std::string& key) {
    const auto rows = run(tx, sql, author, key);
    if (rows.empty()) throw no_such(kind, key);
    return stored_of(rows[0]);
}

/// The field that a constraint is about: `organizations_external_id`, `contacts_tenant_id_organization_id_fkey`.
std::string field_of(const Kind& kind, const std::string& constraint) {
    for (const auto& link : kind.linked)
        if (constraint.starts_with(link.table + "_")) return link.field;
    std::string best;
    for (const auto& field : kind.record->fields)
        if (constraint.find(field.name) != std::string::npos && field.name.size() > best.size()) best = field.name;
    return best;
}

[[noreturn]] void explain(const Kind& kind, const db::ConstraintViolation& violation) {
    const auto field = field_of(kind, violation.constraint);
    if (field.empty()) throw violation;
    if (violation.unique()) {
        const auto what = "is taken by another " + kind.noun;
        throw Error(Code::conflict, field + " " + what + ".", {FieldError{field, what}});
    }
    throw invalid(field, violation.foreign_key() ? "leads nowhere" : "is not allowed");
}

void must_be(const Kind& kind, const Stored& found, const std::string& version) {
    if (version.empty() || version == found.version) return;
    throw Error(Code::conflict, "The " + kind.noun + " has changed meanwhile.", {}, R"({"version":)" + json_quoted(found.version) + "}");
}

void audit(db::Tx& tx, const Kind& kind, const Author& author, std::int64_t row, const Json& details) {
    db::exec(tx, R"(
        INSERT INTO audit_log (tenant_id, actor_id, action, object_kind, object_id, details, ip, request_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8))", author.tenant, author.user, author.operation, kind.noun, row, details.dump(), author.remote, author.request_id);
}


bool is_linked(const Kind& kind, const std::string& field) {
    return std::any_of(kind.linked.begin(), kind.linked.end(), [&](const Link& link) { return link.field == field; });
}

void write_links(db::Tx& tx, const Kind& kind, const Author& author, std::int64_t row, const Json& values) {
    for (const auto& one_link : kind.linked) {
        const auto items = values.find(one_link.field);
        if (items == values.end()) continue;
        const auto each = rows_of(one_link, *items);
        std::set<Json> keys;
        for (const auto& item : each)
            if (!keys.insert(item[one_link.columns.front()]).second) throw invalid(one_link.field, "names one twice");
        const auto rows = each.dump();
        run(tx, unlink(one_link), author, row, rows);
        run(tx, link(one_link), author, row, rows);
    }
}

/// The record as it would be.
Json merged(const Kind& kind, Json record, const Json& values) {
    for (const auto& [name, value] : values.items()) {
        const bool is_part = record[name].is_object() && std::find(kind.spread.begin(), kind.spread.end(), name) != kind.spread.end();
        if (is_part) record[name].update(value);
        else record[name] = value;
    }
    return record;
}

/// What is in the record now, upheld.
Stored settled(db::Tx& tx, const Kind& kind, const Author& author, const std::string& key, Change change, const Json& before, const Json& values) {
    const auto rows = run(tx, select_one(kind), author, key);
    if (rows.empty()) throw forbidden("The " + kind.noun + " would be outside your access scope.");
    auto out = stored_of(rows[0]);
    if (kind.uphold) kind.uphold(tx, Written{author.tenant, author.user, author.permissions, out.row, change, before, values});
    return out;
}

/// The items of a linked field come in any order.
bool same_items(const Json& left, const Json& right) {
    std::multiset<Json> one(left.begin(), left.end()), other(right.begin(), right.end());
    return one == other;
}

/// What differs from the record as it is; secrets by their name alone.
Json difference(const Kind& kind, const Json& before, const Json& values) {
    auto out = Json::object();
    for (const auto& [name, value] : values.items()) {
        const auto* field = kind.record->find(name);
        auto& step = out[name];
        if (field->write_only) {
            step = "secret";
            continue;
        }
        const auto& old = before[name];
        const bool is_part = value.is_object() && old.is_object() && std::find(kind.spread.begin(), kind.spread.end(), name) != kind.spread.end();
        bool is_same = old == value;
        if (is_linked(kind, name)) is_same = same_items(old, value);
        if (is_part) is_same = std::all_of(value.items().begin(), value.items().end(), [&](const auto& part) {
            return old.contains(part.key()) && old[part.key()] == part.value();
        });
        if (is_same) {
            out.erase(name);
            continue;
        }
        step["from"] = old;
        step["to"] = value;
        if (is_part)
            for (const auto& inner : field->type->inside()->fields)
                if (inner.write_only && step["to"].contains(inner.name)) step["to"][std::string(inner.name)] = "secret";
    }
    return out;
}

}  // namespace

Stored get(db::Tx& tx, const Kind* kind, Author author, std::string key) { return one(tx, *kind, author, select_one(*kind), key); }

Listed list(db::Tx& tx, const Kind* kind, Author author, Query query) {
    const auto by = query.after ? std::optional(query.after->by) : std::nullopt;
    const auto row = query.after ? std::optional(query.after->row) : std::nullopt;
    const auto rows = run(tx, select_page(*kind, query.sort, query.filtered), author, query.filters, query.q, by, row, query.limit + 1);
    Listed out;
    for (const auto& found : rows) {
        if (std::ssize(out.records) == query.limit) break;
        out.records.push_back(db::column<std::string>(found[2]));
    }
    if (std::ssize(rows) > query.limit) {
        const auto& last = rows[static_cast<pqxx::result::size_type>(query.limit - 1)];
        out.next = Place{db::column<std::string>(last[4]), db::column<std::int64_t>(last[0])};
    }
    return out;
}

Stored create(db::Tx& tx, const Kind* kind, Author author, std::string values) {
    const auto wanted = Json::parse(values);
    kind->judge_record(wanted);
    try {
        const auto rows = run(tx, insert(*kind), author, by_column(*kind, wanted).dump());
        const auto row = db::column<std::int64_t>(rows[0][0]);
        write_links(tx, *kind, author, row, wanted);
        auto out = settled(tx, *kind, author, db::column<std::string>(rows[0][1]), Change::created, Json(), wanted);
        auto details = Json::object();
        details["created"] = Json::parse(out.record);
        audit(tx, *kind, author, row, details);
        return out;
    } catch (const db::ConstraintViolation& violation) {
        explain(*kind, violation);
    }
}

Stored update(db::Tx& tx, const Kind* kind, Author author, std::string key, std::string values, std::string version) {
    auto found = one(tx, *kind, author, lock_one(*kind), key);
    must_be(*kind, found, version);
    const auto wanted = Json::parse(values);
    auto details = Json::object();
    const auto before = Json::parse(found.record);
    details["changed"] = difference(*kind, before, wanted);
    if (details["changed"].empty()) {
        found.is_changed = false;
        return found;
    }
    kind->judge_record(merged(*kind, before, wanted));
    try {
        run(tx, records::update(*kind), author, found.row, by_column(*kind, wanted).dump());
        write_links(tx, *kind, author, found.row, wanted);
        auto out = settled(tx, *kind, author, key, Change::updated, before, wanted);
        audit(tx, *kind, author, out.row, details);
        return out;
    } catch (const db::ConstraintViolation& violation) {
        explain(*kind, violation);
    }
}

Stored remove(db::Tx& tx, const Kind* kind, Author author, std::string key, std::string version) {
    const auto found = one(tx, *kind, author, lock_one(*kind), key);
    must_be(*kind, found, version);
    const auto in_use = [&](const std::string& details) {
        return Error(Code::conflict, "The " + kind->noun + " is still in use.", {}, R"({"used_by":)" + details + "}");
    };
    if (const auto sql = count_holders(*kind); !sql.empty()) {
        const auto held = db::column<std::string>(run(tx, sql, author, found.row)[0][0]);
        if (held != "{}") throw in_use(held);
    }
    auto none = Json::object();
    for (const auto& one_link : kind->linked) none[one_link.field] = Json::array();
    write_links(tx, *kind, author, found.row, none);
    try {
        run(tx, records::remove(*kind), author, found.row);
    } catch (const db::ConstraintViolation& violation) {
        if (!violation.foreign_key()) throw;
        const auto table = violation.constraint.substr(0, violation.constraint.find("_tenant_id_"));
        throw in_use("{" + json_quoted(table) + ":null}");
    }
    const auto whole = Json::parse(found.record);
    if (kind->uphold) kind->uphold(tx, Written{author.tenant, author.user, author.permissions, found.row, Change::deleted, whole, whole});
    auto details = Json::object();
    details["deleted"] = whole;
    audit(tx, *kind, author, found.row, details);
    return {found.row, found.key, "{}", {}};
}

std::optional<std::string> find_external(db::Tx& tx, const Kind* kind, Author author, std::string external_id) {
    return db::maybe_value_as<std::string>(run(tx, select_by_external_id(*kind), author, external_id));
}

}  // namespace chatd::records::store
