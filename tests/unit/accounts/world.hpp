// Accounts over a real database, with a tenant of its own for each test.
#pragma once
#include <gtest/gtest.h>

#include <cctype>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "accounts/accounts.hpp"
#include "accounts/founding.hpp"
#include "accounts/passwords.hpp"
#include "chatd/error.hpp"
#include "forge.hpp"
#include "support/coroutine.hpp"
#include "support/postgres.hpp"

namespace chatd::accounts {

inline const std::string password = "correct horse battery staple";

class World : public testing::Test {
protected:
    World() {
        Options options;
        options.keyring.add_secret("new", forge::secret_text);
        options.keyring.set_public_keys(forge::json{{"keys", {forge::jwk(host_key, "host")}}}.dump());
        options.rules.trusted_issuers = {"https://host.example"};
        accounts = std::make_unique<Accounts>(database(), pool, std::move(options));
        accounts->on_ended([this](const SignInEnded& told) { ended.push_back(told); });
    }

    /// One for all: connecting is the slow part.
    static db::Database& database() {
        static db::Database only([] {
            db::DatabaseOptions options;
            options.url = test::database_url();
            options.connections = 2;
            return options;
        }());
        return only;
    }

    TenantRecord new_tenant(std::string name = "Test") {
        auto slug = "a" + random_string(12);
        for (auto& c : slug) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c == '_' ? 'x' : c)));
        return database().block(add_tenant, NewTenant{slug, std::move(name)});
    }
    UserRecord new_user(const TenantRecord& in, std::string email, std::string role = "technician") {
        static const auto hash = hash_password(password);
        NewUser user;
        user.tenant = in.slug;
        user.email = std::move(email);
        user.name = "Dana";
        user.role = std::move(role);
        user.password_hash = hash;
        return database().block(add_user, user);
    }
    ChatConfigRecord new_config(const TenantRecord& in, IdentityMode mode = IdentityMode::verified_if_present, std::vector<std::string> origins = {}) {
        NewChatConfig config;
        config.tenant = in.slug;
        config.name = "Portal";
        config.identity = mode;
        config.secret = "of the host page";
        config.origins = std::move(origins);
        return database().block(add_chat_config, config);
    }
    static std::int64_t count(std::string sql) { return database().block(counted, sql); }
    static void execute(std::string sql);
    static std::int64_t counted(db::Tx& tx, std::string sql);

    SignedIn login(const std::string& email, const std::string& with = password, std::optional<std::string> slug = {}) {
        Call call;
        call.remote = "127.0.0.1";
        return test::run(accounts->login(call, Login{email, with, std::move(slug)}));
    }
    SignedIn refresh(const std::string& token) {
        Call call;
        return test::run(accounts->refresh_tokens(call, Refresh{token}));
    }
    Caller caller(const std::string& token) { return test::run(accounts->authenticate(token)); }
    void logout(const std::string& token) {
        Call call;
        call.sign_in(caller(token));
        test::run(accounts->logout(call, api::Nothing()));
    }
    SignedIn visit(const ChatConfigRecord& config, VisitorRequest request = {}) {
        Call call;
        request.config_id = config.id;
        return test::run(accounts->visitors().add(call, std::move(request)));
    }
    /// A token of the host platform.
    std::string host_token(const TenantRecord& in, const std::string& subject, forge::json more = forge::json::object()) {
        auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()).time_since_epoch().count();
        forge::json claims{{"iss", "https://host.example"}, {"aud", "chatd"}, {"sub", subject}, {"tid", in.id.value}, {"exp", now + 900}};
        claims.update(more);
        return forge::token(forge::json{{"alg", "EdDSA"}, {"kid", "host"}}.dump(), claims.dump(), host_key);
    }
    template <class F>
    static std::string outcome(F f) {
        try {
            f();
            return "ok";
        } catch (const Error& error) {
            return std::string(facts(error.code).name);
        }
    }

    forge::PrivateKey host_key = forge::ed25519();
    CpuPool pool{1};
    std::unique_ptr<Accounts> accounts;
    TenantRecord tenant = new_tenant();
    std::vector<SignInEnded> ended;
};

}  // namespace chatd::accounts
