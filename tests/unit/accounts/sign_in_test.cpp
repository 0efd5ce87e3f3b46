#include "hub/session.hpp"
#include "world.hpp"

using namespace chatd;
using namespace chatd::accounts;

using SignIn = World;

TEST_F(SignIn, TheRightPasswordSignsInAndTheTokenIsTheUser) {
    auto dana = new_user(tenant, "dana@a.test");
    auto signed_in = login("DANA@a.test", password, tenant.slug);
    EXPECT_EQ(signed_in.expires_in, 900);
    EXPECT_EQ(signed_in.user.id, dana.id);
    EXPECT_EQ(signed_in.user.email, "dana@a.test");
    auto who = caller(signed_in.access_token);
    EXPECT_EQ(who.tenant, tenant.id);
    EXPECT_EQ(who.user, dana.id);
    EXPECT_EQ(who.kind, UserKind::technician);
    EXPECT_EQ(who.name, "Dana");
    EXPECT_TRUE(who.sign_in);
    EXPECT_TRUE(who.may(Permission::chat_accept));
    EXPECT_FALSE(who.may(Permission::chat_assign));
    EXPECT_GT(who.expires.seconds(), Time::now().seconds() + 890);
}

TEST_F(SignIn, WrongUnknownAndDisabledAreTheSameAnswer) {
    new_user(tenant, "dana@b.test");
    auto gone = new_user(tenant, "gone@b.test");
    test::run(accounts->set_active(tenant.id, gone.id, false));
    auto answer = [&](const std::string& email, const std::string& with) {
        try {
            login(email, with, tenant.slug);
            return std::string("ok");
        } catch (const Error& error) {
            return std::string(facts(error.code).name) + ": " + error.message;
        }
    };
    auto wrong = answer("dana@b.test", "wrong password");
    EXPECT_EQ(wrong, "unauthenticated: Email or password is wrong.");
    EXPECT_EQ(answer("nobody@b.test", password), wrong);
    EXPECT_EQ(answer("gone@b.test", password), wrong);
    EXPECT_EQ(answer("dana@b.test", ""), wrong);
}

TEST_F(SignIn, TheTenantIsAskedForOnlyAfterThePasswordWasGoodInSeveral) {
    auto other = new_tenant("Other");
    new_user(tenant, "twice@c.test");
    auto there = new_user(other, "twice@c.test");
    EXPECT_EQ(outcome([&] { login("twice@c.test"); }), "tenant_required");
    EXPECT_EQ(outcome([&] { login("twice@c.test", "wrong password"); }), "unauthenticated");
    EXPECT_EQ(login("twice@c.test", password, other.slug).user.id, there.id);
    EXPECT_EQ(outcome([&] { login("twice@c.test", password, "no-such-tenant"); }), "unauthenticated");
    try {
        login("twice@c.test");
    } catch (const Error& error) {
        EXPECT_EQ(nlohmann::json::parse(error.details)["tenants"].size(), 2U);
    }
}

TEST_F(SignIn, OneAccountIsTriedTenTimesAndThenHasToWait) {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(outcome([&] { login("nobody@d.test", "guess"); }), "unauthenticated");
    EXPECT_EQ(outcome([&] { login("Nobody@d.test", "guess"); }), "rate_limited");
    EXPECT_EQ(outcome([&] { login("another@d.test", "guess"); }), "unauthenticated");
}

TEST_F(SignIn, PasswordsWithOtherCostsAreHashedAnew) {
    auto dana = new_user(tenant, "dana@e.test");
    // "password" with 4 MiB and three passes, as another program made it.
    execute("UPDATE users SET password_hash = '$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHQ$qLml5cbqFAO6YxVHhrSBHP0UWdxrIxkNcM8aMX3blzU' WHERE id = " +
            std::to_string(dana.id.value));
    EXPECT_EQ(login("dana@e.test", "password", tenant.slug).user.id, dana.id);
    EXPECT_EQ(count("SELECT count(*) FROM users WHERE password_hash LIKE '%m=19456,t=2,p=1%' AND id = " + std::to_string(dana.id.value)), 1);
    EXPECT_EQ(login("dana@e.test", "password", tenant.slug).user.id, dana.id);
}

TEST_F(SignIn, RefreshTokensAreGoodForOneUse) {
    auto dana = new_user(tenant, "dana@f.test");
    auto first = login("dana@f.test");
    auto second = refresh(first.refresh_token);
    auto third = refresh(second.refresh_token);
    EXPECT_NE(second.refresh_token, first.refresh_token);
    EXPECT_EQ(caller(third.access_token).user, dana.id);
    EXPECT_EQ(caller(third.access_token).sign_in, caller(first.access_token).sign_in);
    EXPECT_TRUE(ended.empty());

    EXPECT_EQ(outcome([&] { refresh(first.refresh_token); }), "unauthenticated");
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0].user, dana.id);
    EXPECT_EQ(outcome([&] { refresh(third.refresh_token); }), "unauthenticated");
    EXPECT_EQ(outcome([&] { caller(third.access_token); }), "unauthenticated");
    EXPECT_EQ(outcome([&] { refresh("garbage"); }), "unauthenticated");
}

TEST_F(SignIn, ALostAnswerToARefreshIsForgivenOnce) {
    new_user(tenant, "dana@g.test");
    auto first = login("dana@g.test");
    auto lost = refresh(first.refresh_token);
    auto second = refresh(first.refresh_token);
    EXPECT_TRUE(ended.empty());
    auto third = refresh(second.refresh_token);
    EXPECT_EQ(outcome([&] { caller(third.access_token); }), "ok");
    // Whoever has the answer that was thought lost is not the one who went on.
    EXPECT_EQ(outcome([&] { refresh(lost.refresh_token); }), "unauthenticated");
    EXPECT_EQ(ended.size(), 1U);
    EXPECT_EQ(outcome([&] { refresh(third.refresh_token); }), "unauthenticated");
}

TEST_F(SignIn, ALostAnswerIsNotForgivenTwiceNorLater) {
    new_user(tenant, "dana@h.test");
    auto first = login("dana@h.test");
    refresh(first.refresh_token);
    refresh(first.refresh_token);
    EXPECT_EQ(outcome([&] { refresh(first.refresh_token); }), "unauthenticated");
    EXPECT_EQ(ended.size(), 1U);

    auto again = login("dana@h.test");
    refresh(again.refresh_token);
    execute("UPDATE refresh_tokens SET used_at = used_at - interval '11 s' WHERE used_at IS NOT NULL");
    EXPECT_EQ(outcome([&] { refresh(again.refresh_token); }), "unauthenticated");
    EXPECT_EQ(ended.size(), 2U);
}

TEST_F(SignIn, AnExpiredRefreshTokenIsRefusedAndEndsNothing) {
    new_user(tenant, "dana@i.test");
    auto first = login("dana@i.test");
    execute("UPDATE refresh_tokens SET expires_at = now() WHERE tenant_id = " + std::to_string(tenant.id.value));
    EXPECT_EQ(outcome([&] { refresh(first.refresh_token); }), "unauthenticated");
    EXPECT_TRUE(ended.empty());
    EXPECT_EQ(outcome([&] { caller(first.access_token); }), "ok");
}

TEST_F(SignIn, RefreshTokensAreNotStoredAsTheyAre) {
    new_user(tenant, "dana@j.test");
    auto first = login("dana@j.test");
    EXPECT_EQ(count("SELECT count(*) FROM refresh_tokens WHERE encode(token_hash, 'escape') LIKE '%" + first.refresh_token + "%'"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM refresh_tokens WHERE encode(token_hash, 'hex') = '" + to_hex(sha256(first.refresh_token)) + "'"), 1);
}

TEST_F(SignIn, LogoutEndsThisSignInAndNoOther) {
    auto dana = new_user(tenant, "dana@k.test");
    auto desk = login("dana@k.test"), phone = login("dana@k.test");
    auto at_desk = caller(desk.access_token), at_phone = caller(phone.access_token);
    logout(desk.access_token);
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_TRUE(ended[0].concerns(at_desk));
    EXPECT_FALSE(ended[0].concerns(at_phone));
    EXPECT_EQ(ended[0].reason.code, 4401);
    EXPECT_EQ(outcome([&] { caller(desk.access_token); }), "unauthenticated");
    EXPECT_EQ(outcome([&] { refresh(desk.refresh_token); }), "unauthenticated");
    EXPECT_EQ(caller(phone.access_token).user, dana.id);
    EXPECT_EQ(outcome([&] { caller(desk.access_token); }), "unauthenticated") << "also while the other one is in use";
    EXPECT_EQ(outcome([&] { refresh(phone.refresh_token); }), "ok");
}

TEST_F(SignIn, DisablingEndsAllSignIns) {
    auto dana = new_user(tenant, "dana@l.test");
    auto desk = login("dana@l.test"), phone = login("dana@l.test");
    auto at_desk = caller(desk.access_token), at_phone = caller(phone.access_token);
    test::run(accounts->set_active(tenant.id, dana.id, false));
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_TRUE(ended[0].concerns(at_desk));
    EXPECT_TRUE(ended[0].concerns(at_phone));
    EXPECT_EQ(outcome([&] { caller(phone.access_token); }), "unauthenticated");
    EXPECT_EQ(outcome([&] { refresh(phone.refresh_token); }), "unauthenticated");
    test::run(accounts->set_active(tenant.id, dana.id, true));
    EXPECT_EQ(outcome([&] { caller(phone.access_token); }), "unauthenticated") << "ended is ended";
    EXPECT_EQ(outcome([&] { login("dana@l.test"); }), "ok");
    EXPECT_EQ(outcome([&] { test::run(accounts->set_active(new_tenant().id, dana.id, false)); }), "not_found");
}

TEST_F(SignIn, ATokenIsGoodInItsTenantOnly) {
    auto dana = new_user(tenant, "dana@m.test");
    auto signed_in = login("dana@m.test");
    auto who = caller(signed_in.access_token);
    auto now = Time::now().seconds();
    auto token = [&](std::int64_t tid, std::int64_t sub, std::int64_t sid) {
        return forge::token(forge::json{{"alg", "HS256"}, {"kid", "new"}},
                            forge::json{{"iss", "chatd"}, {"aud", "chatd"}, {"sub", std::to_string(sub)}, {"tid", tid}, {"sid", sid}, {"kind", "staff"}, {"exp", now + 60}});
    };
    EXPECT_EQ(outcome([&] { caller(token(tenant.id.value, dana.id.value, who.sign_in.value)); }), "ok");
    EXPECT_EQ(outcome([&] { caller(token(new_tenant().id.value, dana.id.value, who.sign_in.value)); }), "unauthenticated");
    auto omar = new_user(tenant, "omar@m.test");
    caller(login("omar@m.test").access_token);
    EXPECT_EQ(outcome([&] { caller(token(tenant.id.value, omar.id.value, who.sign_in.value)); }), "unauthenticated") << "the sign-in is Dana's";
    EXPECT_EQ(outcome([&] { caller(token(tenant.id.value, dana.id.value, 1'000'000'000)); }), "unauthenticated");
}

TEST_F(SignIn, ASuspendedTenantIsClosedToAll) {
    new_user(tenant, "dana@n.test");
    auto signed_in = login("dana@n.test");
    execute("UPDATE tenants SET status = 'suspended' WHERE id = " + std::to_string(tenant.id.value));
    EXPECT_EQ(outcome([&] { caller(host_token(tenant, "c-1")); }), "unauthenticated");
    EXPECT_EQ(outcome([&] { login("dana@n.test"); }), "unauthenticated");
    EXPECT_EQ(outcome([&] { refresh(signed_in.refresh_token); }), "unauthenticated");
}

TEST_F(SignIn, AHostPlatformVouchesForClientsOnly) {
    auto first = caller(host_token(tenant, "c-17", {{"name", "Vera"}, {"email", "vera@portal.test"}}));
    EXPECT_EQ(first.kind, UserKind::client);
    EXPECT_EQ(first.name, "Vera");
    EXPECT_FALSE(first.sign_in);
    EXPECT_EQ(caller(host_token(tenant, "c-17")).user, first.user);
    EXPECT_NE(caller(host_token(tenant, "c-18")).user, first.user);
    EXPECT_NE(caller(host_token(new_tenant(), "c-17")).user, first.user);
    auto staff = caller(host_token(tenant, "s-1", {{"kind", "staff"}, {"roles", {"admin"}}}));
    EXPECT_EQ(staff.kind, UserKind::client);
    EXPECT_FALSE(staff.may(Permission::users_manage));
    EXPECT_EQ(outcome([&] { caller(host_token(tenant, "d-1", {{"kind", "device"}})); }), "unauthenticated");
}

TEST_F(SignIn, AHostPlatformsClientIsNeverStaffNorMergedByEmail) {
    auto dana = new_user(tenant, "dana@o.test");
    execute("UPDATE users SET external_id = 'boss' WHERE id = " + std::to_string(dana.id.value));
    EXPECT_EQ(outcome([&] { caller(host_token(tenant, "boss", {{"kind", "client"}})); }), "unauthenticated");
    EXPECT_EQ(caller(host_token(tenant, "boss", {{"kind", "staff"}})).user, dana.id);
    EXPECT_NE(caller(host_token(tenant, "c-19", {{"email", "dana@o.test"}})).user, dana.id);
    EXPECT_EQ(caller(host_token(tenant, std::to_string(dana.id.value))).kind, UserKind::client) << "their ids are not ours";
}

TEST_F(SignIn, AConnectionIsRenewedByATokenOfTheSameUser) {
    auto dana = new_user(tenant, "dana@p.test");
    new_user(tenant, "omar@p.test");
    auto signed_in = login("dana@p.test");
    Call call;
    call.sign_in(caller(signed_in.access_token));
    call.session = std::make_shared<hub::Session>(nullptr, caller(signed_in.access_token), "127.0.0.1");
    call.session->caller.expires = Time{};
    call.session->caller.config = ChatConfigId{7};
    auto fresh = refresh(signed_in.refresh_token);
    auto renewed = test::run(accounts->renew(call, Renew{fresh.access_token}));
    EXPECT_GT(renewed.expires_at.seconds(), Time::now().seconds() + 890);
    EXPECT_EQ(call.session->caller.expires, renewed.expires_at);
    EXPECT_EQ(call.session->caller.user, dana.id);
    EXPECT_EQ(call.session->caller.config, ChatConfigId{7});
    auto omar = login("omar@p.test");
    EXPECT_EQ(outcome([&] { test::run(accounts->renew(call, Renew{omar.access_token})); }), "forbidden");
    EXPECT_EQ(outcome([&] { test::run(accounts->renew(call, Renew{"x"})); }), "unauthenticated");
    EXPECT_EQ(call.session->caller.user, dana.id);
}

TEST_F(SignIn, MeTellsThePermissionsOfNow) {
    new_user(tenant, "mia@q.test", "manager");
    Call call;
    call.sign_in(caller(login("mia@q.test").access_token));
    auto me = test::run(accounts->me(call, api::Nothing())).user;
    EXPECT_EQ(me.name, "Dana");
    EXPECT_NE(std::find(me.permissions.begin(), me.permissions.end(), "chat.monitor"), me.permissions.end());
}

TEST_F(SignIn, AMintedTokenIsGoodUntilItsSignInEnds) {
    auto dana = new_user(tenant, "dana@r.test");
    auto opened = database().block(open_sign_in, tenant.slug, "Dana@r.test");
    Keyring keyring;
    keyring.add_secret("new", forge::secret_text);
    auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    auto token = access_token(opened, keyring, TokenRules(), std::chrono::hours(1), now);
    EXPECT_EQ(caller(token).user, dana.id);
    logout(token);
    EXPECT_EQ(outcome([&] { caller(token); }), "unauthenticated");
}
