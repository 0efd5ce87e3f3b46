#include "hours/store.hpp"

#include <nlohmann/json.hpp>

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::hours::store {
namespace {

struct Row {
    Time now;
    std::optional<std::string> of_config, of_team;
    std::vector<Holiday> holidays;
    static constexpr auto fields = describe(field(&Row::now, "now", ""), field(&Row::of_config, "of_config", ""), field(&Row::of_team, "of_team", ""),
                                            field(&Row::holidays, "holidays", ""));
};

/// Nothing for what was stored before it was judged.
std::optional<OfficeHours> readable(const std::optional<std::string>& text) {
    if (!text) return {};
    try {
        auto hours = read<OfficeHours>(parse_json(*text));
        check(hours, "office_hours");
        return hours;
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

Now now(db::Tx& tx, TenantId tenant, std::optional<ChatConfigId> config, std::optional<TeamId> team) {
    const auto rows = db::exec(tx, R"(
        SELECT clock_timestamp() AS now, c.office_hours::text AS of_config, t.office_hours::text AS of_team,
               (SELECT jsonb_agg(jsonb_build_object('date', h.date, 'name', h.name, 'hours', h.hours))
                  FROM holidays h WHERE h.tenant_id = $1 AND h.date > to_char(now() - interval '3 days', 'YYYY-MM-DD')) AS holidays
          FROM (SELECT $1::bigint AS tenant, $2::bigint AS config, $3::bigint AS team) k
          LEFT JOIN chat_configs c ON c.tenant_id = k.tenant AND c.id = k.config
          LEFT JOIN teams t ON t.tenant_id = k.tenant AND t.id = coalesce(k.team, c.team_id))", tenant, config, team);
    const auto row = db::row_as<Row>(rows, rows[0]);
    Now out;
    out.hours = readable(row.of_config);
    if (!out.hours) out.hours = readable(row.of_team);
    if (out.hours) out.opening = opening(*out.hours, row.holidays, row.now);
    return out;
}

}  // namespace chatd::hours::store
