#include "records/statements.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace chatd::records {
namespace {

/// Without `id` of the record's own: that is how JSON shows times.
std::string shown_time(const std::string& column) { return "to_char(" + column + R"( AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))"; }
bool is_time(const FieldInfo& field) { return field.type == &ops_of<Time> || field.type == &ops_of<std::optional<Time>>; }

std::string literal(std::string_view text) { return "'" + std::string(text) + "'"; }

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (const auto& part : parts) out += (out.empty() ? "" : std::string(separator)) + part;
    return out;
}
std::vector<std::string> prefixed(std::string_view prefix, const std::vector<std::string>& names) {
    std::vector<std::string> out;
    for (const auto& name : names) out.push_back(std::string(prefix) + name);
    return out;
}

std::string value_of(const std::string& column, const FieldInfo& field) { return is_time(field) ? shown_time(column) : column; }

std::string link_condition(const Link& link, std::string_view row) {
    auto out = "l.tenant_id = $1::bigint AND l." + link.owner + " = " + std::string(row);
    if (!link.only_where.empty()) out += " AND l." + link.only_where + " = " + literal(link.is);
    return out;
}

std::string linked_items(const Link& link) {
    const auto& key = link.columns.front();
    std::string item = "l." + key;
    if (link.columns.size() > 1) {
        std::vector<std::string> parts;
        for (const auto& column : link.columns) parts.push_back(literal(column) + ", l." + column);
        item = "json_build_object(" + joined(parts, ", ") + ")";
    }
    return "coalesce((SELECT json_agg(" + item + " ORDER BY l." + key + ") FROM " + link.table + " l WHERE " + link_condition(link, "t.id") + "), '[]')";
}

std::string expression(const Kind& kind, const FieldInfo& field) {
    const std::string name(field.name);
    if (auto found = kind.expressions.find(name); found != kind.expressions.end()) return value_of(found->second, field);
    for (const auto& link : kind.linked)
        if (link.field == name) return linked_items(link);
    if (std::find(kind.spread.begin(), kind.spread.end(), name) != kind.spread.end()) {
        std::vector<std::string> parts;
        for (const auto& inner : field.type->inside()->fields)
            if (!inner.write_only) parts.push_back(literal(inner.name) + ", " + value_of("t." + name + "_" + std::string(inner.name), inner));
        return "json_build_object(" + joined(parts, ", ") + ")";
    }
    return value_of("t." + kind.column_of(name), field);
}

std::string record_json(const Kind& kind) {
    std::vector<std::string> parts;
    for (const auto& field : kind.record->fields)
        if (!field.write_only) parts.push_back(literal(field.name) + ", " + expression(kind, field));
    return "json_build_object(" + joined(parts, ", ") + ")";
}

std::vector<std::string> columns(const Kind& kind) {
    std::vector<std::string> out;
    for (const auto& field : kind.created.fields) {
        if (kind.stored_elsewhere(field.name)) continue;
        const std::string name(field.name);
        if (std::find(kind.spread.begin(), kind.spread.end(), name) != kind.spread.end())
            for (const auto& inner : field.type->inside()->fields) out.push_back(name + "_" + std::string(inner.name));
        else out.push_back(kind.column_of(name));
    }
    return out;
}

std::string visible(const Kind& kind) {
    std::string out = "t.tenant_id = $1::bigint AND ";
    if (!kind.restriction.empty()) out += "(" + kind.restriction + ") AND ";
    std::vector<std::string> seen;
    for (const auto& [object, column] : kind.scopes) {
        const auto scopes = "SELECT FROM user_access_scopes a WHERE a.tenant_id = $1 AND a.user_id = $2::bigint AND a.kind = " + literal(object);
        seen.push_back("(NOT EXISTS (" + scopes + ") OR EXISTS (" + scopes + " AND a.object_id = t." + column + "))");
    }
    if (!kind.sight.empty()) seen.push_back(kind.sight);
    if (seen.empty()) seen.emplace_back("$2::bigint IS NOT NULL");
    return out + joined(seen, " AND ");
}

std::string selected(const Kind& kind) {
    return "SELECT t.id AS row, t." + kind.key + " AS key, " + record_json(kind) + " AS record, " +
           "(extract(epoch FROM t.updated_at) * 1000000)::bigint AS version";
}

/// What a list is ordered by, before the id; and how the place of a record in it is kept in a cursor.
struct Order {
    std::string by, place, type;
    bool descending;
};
Order order_of(const Kind& kind, Sort sort) {
    const std::string version = "(extract(epoch FROM t.updated_at) * 1000000)::bigint";
    switch (sort) {
        case Sort::name: break;
        case Sort::newest: return {"", "''", "text", true};
        case Sort::oldest: return {"", "''", "text", false};
        case Sort::changed: return {version, version + "::text", "bigint", true};
    }
    const auto name = "lower(t." + kind.naming + ")";
    return {name, name, "text", false};
}

}  // namespace

std::string select_one(const Kind& kind) {
    return selected(kind) + " FROM " + kind.table + " t WHERE " + visible(kind) + " AND t." + kind.key + " = $3";
}
std::string lock_one(const Kind& kind) { return select_one(kind) + " FOR UPDATE OF t"; }
std::string select_by_external_id(const Kind& kind) {
    return "SELECT t." + kind.key + " FROM " + kind.table + " t WHERE " + visible(kind) + " AND t.external_id = $3";
}

std::string select_page(const Kind& kind, Sort sort, const std::vector<std::string>& given) {
    const auto order = order_of(kind, sort);
    const std::string direction = order.descending ? " DESC" : "";
    const std::string beyond = order.descending ? " < " : " > ";
    auto sql = selected(kind) + ", " + order.place + " AS place FROM " + kind.table + " t, jsonb_populate_record(NULL::" + kind.table +
               ", $3::jsonb) f WHERE " + visible(kind);
    for (const auto& name : given) sql += " AND t." + name + " = f." + name;
    std::vector<std::string> found;
    for (const auto& name : kind.searched) found.push_back("strpos(lower(t." + name + "), lower($4)) > 0");
    sql += " AND ($4::text = ''" + (found.empty() ? "" : " OR " + joined(found, " OR ")) + ")";
    const auto place = order.by.empty() ? "t.id" + beyond + "$6::bigint AND $5::text IS NOT NULL"
                                        : "(" + order.by + ", t.id)" + beyond + "($5::text::" + order.type + ", $6::bigint)";
    sql += " AND ($6::bigint IS NULL OR (" + place + "))";
    return sql + " ORDER BY " + (order.by.empty() ? "" : order.by + direction + ", ") + "t.id" + direction + " LIMIT $7::int";
}

std::string insert(const Kind& kind) {
    const auto names = columns(kind);
    const auto author = kind.author.empty() ? std::string() : kind.author + ", ";
    const auto by = kind.author.empty() ? std::string() : std::string("$2::bigint, ");
    return "INSERT INTO " + kind.table + " AS t (tenant_id, " + author + joined(names, ", ") + ") SELECT $1::bigint, " + by + joined(prefixed("r.", names), ", ") +
           " FROM jsonb_populate_record(NULL::" + kind.table + ", $3::jsonb) r WHERE $2::bigint IS NOT NULL RETURNING t.id AS row, t." + kind.key + " AS key";
}

std::string update(const Kind& kind) {
    const auto names = columns(kind);
    return "UPDATE " + kind.table + " t SET (" + joined(names, ", ") + ") = (SELECT " + joined(prefixed("r.", names), ", ") +
           " FROM jsonb_populate_record(t, $4::jsonb) r) WHERE t.tenant_id = $1::bigint AND $2::bigint IS NOT NULL AND t.id = $3::bigint";
}

std::string remove(const Kind& kind) {
    return "DELETE FROM " + kind.table + " t WHERE t.tenant_id = $1::bigint AND $2::bigint IS NOT NULL AND t.id = $3::bigint";
}

std::string count_holders(const Kind& kind) {
    std::vector<std::string> parts;
    for (const auto& holder : kind.holders)
        parts.push_back(literal(holder.table) + ", (SELECT nullif(count(*), 0) FROM " + holder.table + " h WHERE h.tenant_id = $1::bigint AND h." +
                        holder.column + " = $3::bigint)");
    if (parts.empty()) return {};
    return "SELECT json_strip_nulls(json_build_object(" + joined(parts, ", ") + ")) WHERE $2::bigint IS NOT NULL";
}

std::string unlink(const Link& link) {
    const auto& key = link.columns.front();
    return "DELETE FROM " + link.table + " l WHERE " + link_condition(link, "$3::bigint") + " AND $2::bigint IS NOT NULL AND NOT EXISTS (SELECT FROM jsonb_populate_recordset(NULL::" +
           link.table + ", $4::jsonb) r WHERE r." + key + " = l." + key + ")";
}

std::string link(const Link& link) {
    auto names = link.columns;
    auto values = prefixed("r.", link.columns);
    std::vector<std::string> conflict{"tenant_id", link.owner};
    if (!link.only_where.empty()) {
        names.push_back(link.only_where);
        values.push_back(literal(link.is));
        conflict.push_back(link.only_where);
    }
    conflict.push_back(link.columns.front());
    auto sql = "INSERT INTO " + link.table + " AS l (tenant_id, " + link.owner + ", " + joined(names, ", ") + ") SELECT $1::bigint, $3::bigint, " +
               joined(values, ", ") + " FROM jsonb_populate_recordset(NULL::" + link.table + ", $4::jsonb) r WHERE $2::bigint IS NOT NULL ON CONFLICT (" +
               joined(conflict, ", ") + ") ";
    const std::vector<std::string> rest(link.columns.begin() + 1, link.columns.end());
    if (rest.empty()) return sql + "DO NOTHING";
    return sql + "DO UPDATE SET (" + joined(rest, ", ") + ") = ROW(" + joined(prefixed("excluded.", rest), ", ") + ") WHERE ROW(" +
           joined(prefixed("l.", rest), ", ") + ") IS DISTINCT FROM ROW(" + joined(prefixed("excluded.", rest), ", ") + ")";
}

Json by_column(const Kind& kind, const Json& values) {
    auto out = Json::object();
    for (const auto& [name, value] : values.items()) {
        if (kind.stored_elsewhere(name)) continue;
        if (std::find(kind.spread.begin(), kind.spread.end(), name) != kind.spread.end())
            for (const auto& [inner, inner_value] : value.items()) out[name + "_" + inner] = inner_value;
        else out[kind.column_of(name)] = value;
    }
    return out;
}

Json rows_of(const Link& link, const Json& items) {
    auto out = Json::array();
    for (const auto& item : items) {
        auto row = item;
        if (link.columns.size() == 1) {
            row = Json::object();
            row[link.columns.front()] = item;
        }
        out.push_back(std::move(row));
    }
    return out;
}

}  // namespace chatd::records
