// The invariants that the schema holds by itself, whatever the code does.
#include <gtest/gtest.h>

#include <pqxx/nontransaction>
#include <pqxx/result_iterator.hxx>

#include "db/connection.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "support/postgres.hpp"

using namespace chatd;

namespace {
class Schema : public testing::Test {
protected:
    /// The name of the constraint that refuses it, or "ok".
    std::string refused(const std::string& sql) {
        try {
            pqxx::nontransaction tx(connection.raw());
            db::exec(tx, sql);
            return "ok";
        } catch (const db::ConstraintViolation& violation) {
            return violation.constraint;
        }
    }
    std::int64_t made(const std::string& sql) {
        pqxx::nontransaction tx(connection.raw());
        return tx.exec1(sql)[0].as<std::int64_t>();
    }
    std::vector<std::string> names(const std::string& sql) {
        pqxx::nontransaction tx(connection.raw());
        return db::values_as<std::string>(db::exec(tx, sql));
    }
    std::string user(const std::string& of, const std::string& kind = "client") {
        return std::to_string(made("INSERT INTO users (tenant_id, kind, name) VALUES (" + of + ", '" + kind + "', 'U') RETURNING id"));
    }
    std::string live_channel() {
        return std::to_string(made("INSERT INTO chat_channels (tenant_id, id, kind, session_id) SELECT " + tenant +
                                   ", id, 'live', id FROM nextval('chat_channels_id_seq') AS id RETURNING id"));
    }
    /// A pending live chat of `customer`; empty when it was refused.
    std::string start(const std::string& customer, const std::string& source = "widget", const std::string& ticket = "NULL") {
        channel = live_channel();
        const auto backstage = std::to_string(
            made("INSERT INTO chat_channels (tenant_id, kind, session_id) VALUES (" + tenant + ", 'backstage', " + channel + ") RETURNING id"));
        return refused("INSERT INTO live_chat_sessions (tenant_id, channel_id, backstage_id, customer_id, source, ticket_id) VALUES (" + tenant + ", " +
                       channel + ", " + backstage + ", " + customer + ", '" + source + "', " + ticket + ")");
    }
    std::string change(const std::string& set) {
        return refused("UPDATE live_chat_sessions SET " + set + " WHERE tenant_id = " + tenant + " AND channel_id = " + channel);
    }

    db::Connection connection{test::database_url(), {}};
    const std::string tenant = std::to_string(test::new_tenant().value);
    std::string channel;
};
}  // namespace

TEST_F(Schema, EveryTableOfATenantHasTheTenantFirstInItsKey) {
    const auto odd = names(R"(
        SELECT c.relname FROM pg_class c
          JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
         WHERE c.relnamespace = 'public'::regnamespace AND a.attname <> 'tenant_id' ORDER BY 1)");
    EXPECT_EQ(odd, (std::vector<std::string>{"clock_steps", "database_identity", "nodes", "schema_migrations", "tenants"}));
}

TEST_F(Schema, EveryReferenceBetweenTablesOfATenantCarriesTheTenant) {
    const auto odd = names(R"(
        SELECT k.conrelid::regclass || '.' || k.conname FROM pg_constraint k
         WHERE k.contype = 'f' AND k.confrelid <> 'tenants'::regclass
           AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1] AND a.attname = 'tenant_id'))");
    EXPECT_EQ(odd, std::vector<std::string>());
}

TEST_F(Schema, ARowCannotPointIntoAnotherTenant) {
    const auto other = std::to_string(test::new_tenant().value);
    EXPECT_EQ(start(user(other)), "live_chat_sessions_tenant_id_customer_id_fkey");
    const auto team = std::to_string(made("INSERT INTO teams (tenant_id, name) VALUES (" + other + ", 'x') RETURNING id"));
    EXPECT_EQ(refused("INSERT INTO user_team_assignments VALUES (" + tenant + ", " + team + ", " + user(tenant, "technician") + ")"),
              "user_team_assignments_tenant_id_team_id_fkey");
}

TEST_F(Schema, AClientHasOneOpenChatForEachConfigAndTicket) {
    const auto customer = user(tenant);
    EXPECT_EQ(start(customer), "ok");
    EXPECT_EQ(start(customer), "live_chat_sessions_one_open");
    const auto ticket = std::to_string(made("INSERT INTO tickets (tenant_id, title) VALUES (" + tenant + ", 'VPN') RETURNING id"));
    EXPECT_EQ(start(customer, "widget", ticket), "live_chat_sessions_one_open");
    EXPECT_EQ(start(customer, "ticket", ticket), "ok");
    EXPECT_EQ(start(customer, "ticket", ticket), "live_chat_sessions_one_open");
    EXPECT_EQ(refused("UPDATE live_chat_sessions SET status = 'closed', ended_at = now() WHERE tenant_id = " + tenant), "ok");
    EXPECT_EQ(start(customer), "ok");
}

TEST_F(Schema, TheStatesOfAChatHoldTogether) {
    const auto customer = user(tenant), agent = user(tenant, "technician");
    ASSERT_EQ(start(customer), "ok");
    EXPECT_EQ(change("agent_id = " + agent), "live_chat_sessions_pending_has_no_agent");
    EXPECT_EQ(change("status = 'active', agent_id = " + agent), "live_chat_sessions_active_is_assigned");
    EXPECT_EQ(change("status = 'active', agent_id = " + agent + ", assigned_at = now()"), "ok");
    EXPECT_EQ(change("status = 'closed'"), "live_chat_sessions_ended_when_not_open");
    EXPECT_EQ(change("status = 'closed', ended_at = now(), end_reason = 'bored'"), "live_chat_sessions_end_reason");
    EXPECT_EQ(change("status = 'closed', ended_at = now(), end_reason = 'agent'"), "ok");
}

TEST_F(Schema, AChatWaitsOnceAndIsAcceptedBySomebody) {
    ASSERT_EQ(start(user(tenant)), "ok");
    const auto wait = "INSERT INTO pending_chat_requests (tenant_id, channel_id) VALUES (" + tenant + ", " + channel + ")";
    EXPECT_EQ(refused(wait), "ok");
    EXPECT_EQ(refused(wait), "pending_chat_requests_one_open");
    const auto set = "UPDATE pending_chat_requests SET answered_at = now(), status = 'accepted'";
    const auto where = " WHERE tenant_id = " + tenant;
    EXPECT_EQ(refused(set + where), "pending_chat_requests_accepted_by_somebody");
    EXPECT_EQ(refused(set + (", accepted_by = " + user(tenant, "technician")) + where), "ok");
    EXPECT_EQ(refused(wait), "ok") << "it may queue again, after a transfer";
}

TEST_F(Schema, EmailsAreOnePersonsInATenantWhateverTheirCase) {
    auto add = [&](const std::string& of, const std::string& email) {
        return refused("INSERT INTO users (tenant_id, kind, name, email) VALUES (" + of + ", 'client', 'U', '" + email + "')");
    };
    EXPECT_EQ(add(tenant, "ann@x.test"), "ok");
    EXPECT_EQ(add(tenant, "Ann@X.test"), "users_email");
    EXPECT_EQ(add(std::to_string(test::new_tenant().value), "ann@x.test"), "ok");
}

TEST_F(Schema, TheAuditLogIsOnlyAppendedTo) {
    EXPECT_EQ(refused("INSERT INTO audit_log (tenant_id, action) VALUES (" + tenant + ", 'chat:monitor')"), "ok");
    EXPECT_EQ(refused("UPDATE audit_log SET action = 'nothing'"), "audit_log_append_only");
    EXPECT_EQ(refused("DELETE FROM audit_log"), "audit_log_append_only");
    EXPECT_EQ(refused("TRUNCATE audit_log"), "audit_log_append_only");
}

TEST_F(Schema, ATenantStartsWithTheBuiltInRolesAndASystemUser) {
    auto permissions = [&](const std::string& role) {
        return names("SELECT permission FROM roles JOIN role_permissions p USING (tenant_id) WHERE p.role_id = id AND tenant_id = " + tenant + " AND name = '" +
                     role + "' ORDER BY 1");
    };
    EXPECT_EQ(names("SELECT name FROM roles WHERE built_in AND tenant_id = " + tenant + " ORDER BY 1"),
              (std::vector<std::string>{"admin", "ai", "client", "dispatcher", "manager", "service", "technician"}));
    EXPECT_EQ(permissions("technician"), (std::vector<std::string>{"chat.accept", "chat.complete", "chat.transfer", "tickets.write"}));
    EXPECT_EQ(permissions("dispatcher").size(), 5u);
    EXPECT_EQ(permissions("manager").size(), 11u);
    EXPECT_EQ(permissions("admin").size(), 16u);
    EXPECT_TRUE(permissions("client").empty());
    EXPECT_EQ(made("SELECT count(*) FROM users WHERE kind = 'system' AND tenant_id = " + tenant), 1);
}

TEST_F(Schema, SeedingATenantAgainKeepsWhatAnAdministratorChanged) {
    refused("DELETE FROM role_permissions WHERE permission = 'chat.transfer' AND tenant_id = " + tenant);
    refused("SELECT seed_tenant(" + tenant + ")");
    EXPECT_EQ(made("SELECT count(*) FROM role_permissions WHERE permission = 'chat.transfer' AND tenant_id = " + tenant), 0);
    EXPECT_EQ(made("SELECT count(*) FROM users WHERE kind = 'system' AND tenant_id = " + tenant), 1);
}
