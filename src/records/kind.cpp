#include "records/kind.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "db/exec.hpp"
#include "db/rows.hpp"
#include "records/sync.hpp"

namespace chatd::records {
namespace {

bool has(const std::vector<std::string>& names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

StructInfo named(std::string name, std::vector<FieldInfo> fields) { return StructInfo{std::move(name), std::move(fields)}; }

}  // namespace

Kind::Kind(std::string name_, std::string noun_, const StructInfo& record_, StructInfo page_, std::shared_ptr<void> (*blank)())
    : name(std::move(name_)), noun(std::move(noun_)), table(name), record(&record_), page(std::move(page_)), blank_(blank) {
    const auto* id = record->find("id");
    if (!id) throw std::logic_error(name + ": a record without id");
    auto known = *id;
    known.required = true;
    known.read_only = false;
    std::vector<FieldInfo> settable, optional;
    for (const auto& field : record->fields) {
        if (field.read_only) continue;
        settable.push_back(field);
        optional.push_back(field);
        optional.back().required = optional.back().defaulted = false;
    }
    known.defaulted = false;
    identified = named(record->name + "Id", {known});
    created = named(record->name + "Create", settable);
    given = named(record->name + "Given", optional);
    std::erase_if(optional, [](const FieldInfo& field) { return field.name == "id"; });
    optional.insert(optional.begin(), known);
    changed = named(record->name + "Change", std::move(optional));
    auto records = page.fields.front();
    records.bounds = items(1, synced_max);
    batch = named(record->name + "Batch", {records});
    listed = named(record->name + "Filter", struct_of<Paging>().fields);
}

Kind& Kind::filtered_by(std::vector<std::string_view> fields) {
    for (auto name_ : fields) {
        const auto* field = record->find(name_);
        if (!field) throw std::logic_error(name + ": there is no " + std::string(name_) + " to filter by");
        auto filter = *field;
        filter.required = filter.defaulted = filter.read_only = false;
        listed.fields.push_back(filter);
        likeness.fields.push_back(filter);
        filters.emplace_back(name_);
    }
    return *this;
}

Kind& Kind::fixed(std::vector<std::string_view> fields) {
    for (auto field : fields) {
        const auto is_it = [&](const FieldInfo& other) { return other.name == field; };
        std::erase_if(given.fields, is_it);
        if (field != "id") std::erase_if(changed.fields, is_it);
        unchanging.emplace_back(field);
    }
    return *this;
}

Json Kind::spelled(const Json& body, const StructInfo& expected, bool whole) const {
    const auto value = blank_();
    Reading reading;
    detail::read_struct(body, value.get(), expected, reading);
    reading.finish(noun);
    auto out = Json::object();
    for (const auto& field : expected.fields) {
        const std::string field_name(field.name);
        if (!whole && !body.contains(field_name)) continue;
        std::string text;
        field.type->write(text, field.at(value.get()));
        auto written = Json::parse(text);
        // Of a nested struct, too, only what was given is set.
        if (!whole && has(spread, field.name))
            for (auto it = written.begin(); it != written.end();) it = body[field_name].contains(it.key()) ? std::next(it) : written.erase(it);
        out[field_name] = std::move(written);
    }
    return out;
}

Json Kind::canonical(const Json& body, bool whole) const { return spelled(body, whole ? created : given, whole); }
Json Kind::changeable(Json body) const {
    for (const auto& field : unchanging) body.erase(field);
    for (const auto& field : record->fields)
        if (field.write_only) body.erase(std::string(field.name));
    return body;
}
Json Kind::canonical_filters(const Json& body) const { return spelled(body, likeness, false); }

std::string Kind::key_in(const Json& body) const {
    const auto id = spelled(body, identified, true)["id"];
    return id.is_string() ? id.get<std::string>() : id.dump();
}

void Kind::judge_record(const Json& whole) const {
    if (!judge) return;
    const auto value = blank_();
    Reading ignored;
    detail::read_struct(whole, value.get(), *record, ignored);
    judge(value.get());
}

bool Written::sets(std::string_view field) const { return values.contains(field); }
bool Written::changes(std::string_view field) const {
    if (!sets(field)) return false;
    const auto was = before.find(field);
    return was == before.end() || *was != values[std::string(field)];
}
bool Written::holds(db::Tx& tx, std::string_view sql) const { return db::column<bool>(db::exec(tx, sql, tenant, row)[0][0]); }

std::string Kind::column_of(const std::string& field) const {
    const auto found = renamed.find(field);
    return found == renamed.end() ? field : found->second;
}

bool Kind::stored_elsewhere(std::string_view field) const {
    return expressions.contains(std::string(field)) ||
           std::any_of(linked.begin(), linked.end(), [&](const Link& link) { return link.field == field; });
}

}  // namespace chatd::records
