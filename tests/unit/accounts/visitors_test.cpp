#include <algorithm>

#include "accounts/demo.hpp"
#include "db/migrations.hpp"
#include "world.hpp"

using namespace chatd;
using namespace chatd::accounts;

class Visitor : public World {
protected:
    static VisitorRequest proven(const std::string& external_id, const std::string& secret = "of the host page") {
        VisitorRequest request;
        request.name = "Vera";
        request.external_id = external_id;
        request.identity_hash = to_hex(hmac_sha256(secret, external_id));
        return request;
    }
    static VisitorRequest called(std::string name, std::optional<std::string> email = {}) {
        VisitorRequest request;
        request.name = std::move(name);
        request.email = std::move(email);
        return request;
    }
};
using Configs = World;
using Founding = World;

TEST_F(Visitor, BecomesAClientUserOfItsOwn) {
    auto config = new_config(tenant);
    auto first = visit(config, called("Vera")), second = visit(config, called("Vera"));
    EXPECT_NE(first.user.id, second.user.id);
    EXPECT_EQ(first.user.kind, UserKind::client);
    EXPECT_EQ(first.user.name, "Vera");
    EXPECT_TRUE(first.user.permissions.empty());
    EXPECT_EQ(caller(first.access_token).tenant, tenant.id);
    EXPECT_EQ(caller(refresh(first.refresh_token).access_token).user, first.user.id);
    EXPECT_EQ(visit(config).user.name, "Visitor");
}

TEST_F(Visitor, IsRememberedForHalfAYear) {
    visit(new_config(tenant));
    EXPECT_EQ(count("SELECT extract(day FROM max(expires_at) - now())::int FROM refresh_tokens WHERE tenant_id = " + std::to_string(tenant.id.value)), 179);
}

TEST_F(Visitor, WithAProvenIdentityIsTheSamePersonEachTime) {
    auto config = new_config(tenant);
    auto first = visit(config, proven("c-7"));
    EXPECT_EQ(visit(config, proven("c-7")).user.id, first.user.id);
    EXPECT_NE(visit(config, proven("c-8")).user.id, first.user.id);
    EXPECT_EQ(caller(host_token(tenant, "c-7")).user, first.user.id) << "the host's token means the same person";
}

TEST_F(Visitor, AWrongHashIsRefusedAndChangesNothing) {
    auto config = new_config(tenant);
    auto before = count("SELECT count(*) FROM users");
    EXPECT_EQ(outcome([&] { visit(config, proven("c-7", "a guess")); }), "forbidden");
    auto other = proven("c-7");
    other.external_id = "c-8";
    EXPECT_EQ(outcome([&] { visit(config, other); }), "forbidden");
    auto without = proven("c-7");
    without.external_id.reset();
    EXPECT_EQ(outcome([&] { visit(config, without); }), "invalid");
    EXPECT_EQ(count("SELECT count(*) FROM users"), before);
}

TEST_F(Visitor, WithoutAHashIsNeverAKnownContact) {
    auto config = new_config(tenant);
    auto known = visit(config, proven("c-7"));
    VisitorRequest claim;
    claim.external_id = "c-7";
    claim.email = "vera@portal.test";
    auto stranger = visit(config, claim);
    EXPECT_NE(stranger.user.id, known.user.id);
    EXPECT_NE(visit(config, called("Vera", "vera@portal.test")).user.id, known.user.id);
}

TEST_F(Visitor, IsBoundToTheContactThatTheTenantHas) {
    auto config = new_config(tenant);
    execute("INSERT INTO contacts (tenant_id, external_id, name, email) VALUES (" + std::to_string(tenant.id.value) + ", 'c-9', 'Priya Nair', 'priya@portal.test')");
    auto request = proven("c-9");
    request.name = "Somebody else";
    request.email = "else@portal.test";
    auto priya = visit(config, request);
    EXPECT_EQ(priya.user.name, "Priya Nair");
    EXPECT_EQ(priya.user.email, "priya@portal.test");
    EXPECT_EQ(count("SELECT user_id FROM contacts WHERE external_id = 'c-9' AND email = 'priya@portal.test' AND tenant_id = " + std::to_string(tenant.id.value)),
              priya.user.id.value);
    EXPECT_EQ(visit(config, request).user.id, priya.user.id);
}

TEST_F(Visitor, AWidgetSignsNoStaffInAndNobodyWhoIsDisabled) {
    auto config = new_config(tenant);
    auto dana = new_user(tenant, "dana@v.test");
    execute("UPDATE users SET external_id = 'boss' WHERE id = " + std::to_string(dana.id.value));
    EXPECT_EQ(outcome([&] { visit(config, proven("boss")); }), "forbidden");
    auto vera = visit(config, proven("c-7"));
    test::run(accounts->set_active(tenant.id, vera.user.id, false));
    EXPECT_EQ(outcome([&] { visit(config, proven("c-7")); }), "forbidden");
}

TEST_F(Visitor, TakesNoEmailAwayFromStaff) {
    auto config = new_config(tenant);
    visit(config, called("Vera", "ceo@v.test"));
    auto request = proven("c-7");
    request.email = "ceo@v.test";
    visit(config, request);
    EXPECT_EQ(outcome([&] { new_user(tenant, "someone@v.test"); }), "ok");
    EXPECT_EQ(outcome([&] { visit(config, called("Vera", "no email")); }), "invalid");
}

TEST_F(Visitor, AConfigMayDemandOrIgnoreAProof) {
    auto strict = new_config(tenant, IdentityMode::verified_only);
    EXPECT_EQ(outcome([&] { visit(strict); }), "forbidden");
    VisitorRequest claim;
    claim.external_id = "c-7";
    EXPECT_EQ(outcome([&] { visit(strict, claim); }), "forbidden");
    auto vera = visit(strict, proven("c-7"));
    auto loose = new_config(tenant, IdentityMode::anonymous);
    EXPECT_NE(visit(loose, proven("c-7")).user.id, vera.user.id);
}

TEST_F(Visitor, InactiveAndUnknownConfigsAreNotFound) {
    auto config = new_config(tenant);
    Call call;
    auto ask = [&](std::string id) { return test::run(accounts->visitors().widget(call, WidgetRequest{std::move(id)})); };
    EXPECT_EQ(ask(config.id).name, "Portal");
    EXPECT_TRUE(ask(config.id).open);
    EXPECT_EQ(outcome([&] { ask("no-such-config"); }), "not_found");
    execute("UPDATE chat_configs SET status = 'inactive' WHERE public_id = '" + config.id + "'");
    test::run(accounts->refresh());
    EXPECT_EQ(outcome([&] { ask(config.id); }), "not_found");
    EXPECT_EQ(outcome([&] { visit(config); }), "not_found");
}

TEST_F(Configs, OriginsAreThoseOfActiveConfigs) {
    auto config = new_config(tenant, IdentityMode::anonymous, {"https://portal.example", "http://localhost:3000"});
    EXPECT_FALSE(accounts->configs().origin_allowed("https://portal.example"));
    test::run(accounts->refresh());
    EXPECT_TRUE(accounts->configs().origin_allowed("https://portal.example"));
    EXPECT_TRUE(accounts->configs().origin_allowed("http://localhost:3000"));
    for (auto origin : {"http://portal.example", "https://portal.example:8443", "https://portal.example.evil.test", "https://PORTAL.example", "null", ""})
        EXPECT_FALSE(accounts->configs().origin_allowed(origin)) << origin;
    auto found = test::run(accounts->configs().find(config.id));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, config.record_id);
    EXPECT_TRUE(ChatConfigs::origin_allowed(*found, "https://portal.example"));
    EXPECT_TRUE(accounts->configs().find(tenant.id, found->id));
    EXPECT_FALSE(accounts->configs().find(TenantId{tenant.id.value + 1}, found->id)) << "another tenant's";
    execute("UPDATE chat_configs SET status = 'inactive' WHERE public_id = '" + config.id + "'");
    test::run(accounts->refresh());
    EXPECT_FALSE(accounts->configs().origin_allowed("https://portal.example"));
}

TEST_F(Founding, NamesAreTakenOnce) {
    EXPECT_EQ(outcome([&] { database().block(add_tenant, NewTenant{tenant.slug, "Again"}); }), "conflict");
    new_user(tenant, "dana@w.test");
    EXPECT_EQ(outcome([&] { new_user(tenant, "Dana@w.test"); }), "conflict");
    EXPECT_EQ(outcome([&] { new_user(new_tenant(), "dana@w.test"); }), "ok");
    NewChatConfig config;
    config.tenant = tenant.slug;
    config.name = "Portal";
    config.id = "config-" + tenant.slug;
    EXPECT_EQ(outcome([&] { database().block(add_chat_config, config); }), "ok");
    EXPECT_EQ(outcome([&] { database().block(add_chat_config, config); }), "conflict");
}

TEST_F(Founding, WhatIsWrongIsNamedAndNothingIsLeftBehind) {
    EXPECT_EQ(outcome([&] { database().block(add_tenant, NewTenant{"Not A Slug", "x"}); }), "invalid");
    EXPECT_EQ(outcome([&] { database().block(add_tenant, NewTenant{"slug-x", ""}); }), "invalid");
    EXPECT_EQ(outcome([&] { new_user(tenant, "dana@x.test", "no-such-role"); }), "not_found");
    EXPECT_EQ(count("SELECT count(*) FROM users WHERE email = 'dana@x.test'"), 0);
    EXPECT_EQ(outcome([&] { new_user(TenantRecord{{}, "nowhere", ""}, "dana@x.test"); }), "not_found");
    EXPECT_EQ(outcome([&] { new_config(tenant, IdentityMode::anonymous, {"portal.example"}); }), "invalid");
    EXPECT_EQ(outcome([&] { new_config(tenant, IdentityMode::anonymous, {"https://portal.example/path"}); }), "invalid");
}

TEST_F(Founding, TeamsAreMadeOnFirstMention) {
    NewUser user;
    user.tenant = tenant.slug;
    user.name = "Omar";
    user.team = "Field service";
    user.email = "omar@y.test";
    user.skills = {"printers"};
    auto omar = database().block(add_user, user);
    user.email = "mia@y.test";
    EXPECT_EQ(database().block(add_user, user).team_id, omar.team_id);
    EXPECT_EQ(count("SELECT count(*) FROM user_team_assignments WHERE team_id = " + std::to_string(omar.team_id->value)), 2);
}

TEST(Demo, FillsAnEmptyDatabaseOnce) {
    db::DatabaseOptions options;
    options.url = test::new_database();
    options.connections = 1;
    db::migrate(options.url);
    db::Database database(options);
    auto hash = hash_password(demo_password);
    EXPECT_TRUE(database.block(fill_demo, hash));
    EXPECT_FALSE(database.block(fill_demo, hash));

    CpuPool pool(1);
    Options signing;
    signing.keyring.add_secret("new", forge::secret_text);
    Accounts accounts(database, pool, std::move(signing));
    for (auto email : {"dana@demo.test", "omar@demo.test", "mia@demo.test", "ada@demo.test"}) {
        Call call;
        EXPECT_EQ(test::run(accounts.login(call, Login{email, demo_password, {}})).user.kind, UserKind::technician) << email;
    }
    Call call;
    auto widget = test::run(accounts.visitors().widget(call, WidgetRequest{"demo"}));
    EXPECT_EQ(widget.name, "Northwind IT");
    ASSERT_TRUE(widget.prechat_form);
    EXPECT_EQ(nlohmann::json::parse(widget.prechat_form->text).size(), 3U);
}
