// The command line: `chatd serve` and what an operator does beside it.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "accounts/founding.hpp"
#include "accounts/passwords.hpp"
#include "api/documents.hpp"
#include "app/app.hpp"
#include "app/doors.hpp"
#include "app/features.hpp"
#include "app/settings.hpp"
#include "app/storage.hpp"

namespace chatd::app {

namespace {

struct Common {
    std::string config_file, data_dir, listen;

    Config config() const {
        auto out = config_file.empty() ? parse_config("", "chatd.yaml") : load_config(config_file);
        if (!data_dir.empty()) out.data_dir = data_dir;
        if (!listen.empty()) out.server.listen = listen;
        return out;
    }
};

void print(const std::string& json) { std::printf("%s\n", json.c_str()); }

/// Runs one store function on the configured database, beside the daemon if one runs.
template <class Record, class Request>
void apply(const Common& common, Record (*body)(db::Tx&, Request), Request request) {
    const auto config = common.config();
    auto storage = Storage::beside_daemon(config);
    auto options = database_options(config, storage.url());
    options.connections = 1;
    db::Database database(options);
    print(to_json(database.block(body, std::move(request))));
}

/// The whole password without the line feed: from a file, or from standard input for "-".
std::string read_password(const std::string& file) {
    std::ifstream opened;
    if (file != "-") {
        opened.open(file);
        if (!opened) throw invalid("password-file", "cannot be read");
    }
    std::string out;
    std::getline(file == "-" ? std::cin : opened, out);
    if (out.size() < 8) throw invalid("password", "is shorter than 8 characters");
    return out;
}

/// The declarations without a daemon behind them: nothing connects and nothing runs.
std::string document(std::string (*write)(const api::Api&)) {
    boost::asio::io_context chat_thread(1);
    Nursery nursery(chat_thread, [](std::exception_ptr) {});
    CpuPool cpu;
    auto database = db::Database::unconnected();
    auto journal = db::Journal::unconnected();
    const auto config = parse_config("", "chatd.yaml");
    accounts::Options accounts;
    accounts.keyring.add_secret("none", std::string(32, '0'));
    Features features(chat_thread, nursery, *database, *journal, *database, cpu, config, std::move(accounts));
    Doors doors({chat_thread, nursery, features.api, features.hub, features.accounts, features.presence, features.livechat, config.limits, {}, {}});
    doors.declare(features.api);
    features.api.ready();
    return write(features.api);
}

void mint_token(const Common& common, const std::string& tenant, const std::string& email) {
    const auto config = common.config();
    auto storage = Storage::beside_daemon(config);
    auto options = database_options(config, storage.url());
    options.connections = 1;
    db::Database database(options);
    const auto accounts = accounts_options(config);
    const auto opened = database.block(accounts::open_sign_in, tenant, email);
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    print(accounts::access_token(opened, accounts.keyring, accounts.rules, accounts.lifetimes.access, now));
}

void refuse_public_demo(const Config& config) {
    const auto endpoint = Endpoint::parse(config.server.listen);
    if (endpoint && !endpoint->loopback())
        throw Error(Code::invalid, "--demo has passwords that everybody knows: listen on loopback, or add --demo-anywhere.");
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("chatd: live chat for service desks");
    app.set_version_flag("--version", CHATD_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    Common common;
    int status = 0;
    app.add_option("--config", common.config_file, "YAML file; without one, the defaults")->check(CLI::ExistingFile);
    app.add_option("--data-dir", common.data_dir, "instead of the configuration's data_dir");

    bool demo = false, demo_anywhere = false;
    auto* serve_command = app.add_subcommand("serve", "run the daemon");
    serve_command->add_option("--listen", common.listen, "address:port, instead of the configuration's");
    serve_command->add_flag("--demo", demo, "fill an empty database with demo data");
    serve_command->add_flag("--demo-anywhere", demo_anywhere, "the demo also where others can reach it");
    serve_command->callback([&] {
        Serve options;
        options.config = common.config();
        options.config_file = common.config_file;
        options.demo = demo || demo_anywhere;
        if (demo && !demo_anywhere) refuse_public_demo(options.config);
        status = serve(std::move(options));
    });

    app.add_subcommand("check-config", "read the configuration and tell what is wrong")->callback([&] {
        common.config();
        std::printf("ok\n");
    });
    app.add_subcommand("migrate", "apply the migrations that are missing")->callback([&] {
        const auto storage = Storage::beside_daemon(common.config());
        if (!storage.lacks().empty()) std::fprintf(stderr, "%s\n", storage.lacks().c_str());
        std::printf("ok\n");
    });
    app.add_subcommand("openapi", "print the OpenAPI document of the REST routes")->callback([] { std::cout << document(api::openapi); });
    app.add_subcommand("asyncapi", "print the AsyncAPI document of the events")->callback([] { std::cout << document(api::asyncapi); });
    app.add_subcommand("typescript", "print TypeScript types of all of it")->callback([] { std::cout << document(api::typescript); });

    accounts::NewTenant tenant;
    auto* tenants = app.add_subcommand("tenant", "tenants")->require_subcommand(1);
    auto* tenant_command = tenants->add_subcommand("add", "make a tenant with its built-in roles");
    tenant_command->add_option("slug", tenant.slug, "short name: a-z, 0-9, -")->required();
    tenant_command->add_option("--name", tenant.name, "as people see it")->required();
    tenant_command->callback([&] { apply(common, accounts::add_tenant, tenant); });
    std::string slug;
    const auto tenant_verb = [&](const char* name, const char* says, accounts::TenantStatus (*body)(db::Tx&, std::string)) {
        auto* command = tenants->add_subcommand(name, says);
        command->add_option("slug", slug, "its short name")->required();
        command->callback([&, body] { apply(common, body, slug); });
    };
    tenant_verb("suspend", "let nobody of it in; open connections are closed", accounts::suspend_tenant);
    tenant_verb("activate", "let them in again", accounts::activate_tenant);

    accounts::NewUser user;
    std::string password_file, team;
    int capacity = -1;
    auto* users = app.add_subcommand("user", "users")->require_subcommand(1);
    auto* user_command = users->add_subcommand("add", "make a user");
    user_command->add_option("--tenant", user.tenant, "its short name")->required();
    user_command->add_option("--email", user.email)->required();
    user_command->add_option("--name", user.name, "as others see it")->required();
    user_command->add_option("--role", user.role, "admin, manager, technician, dispatcher, client or one of the tenant's own");
    user_command->add_option("--password-file", password_file, "a file with the password; - reads it from standard input");
    user_command->add_option("--team", team, "by name; made if there is none");
    user_command->add_option("--skill", user.skills, "may be repeated");
    user_command->add_option("--max-chats", capacity, "how many chats at once");
    user_command->callback([&] {
        if (!password_file.empty()) user.password_hash = accounts::hash_password(read_password(password_file));
        if (!team.empty()) user.team = team;
        if (capacity >= 0) user.max_concurrent_chats = capacity;
        apply(common, accounts::add_user, user);
    });
    accounts::Account account;
    const auto user_verb = [&](const char* name, const char* says, accounts::AccountRecord (*body)(db::Tx&, accounts::Account)) {
        auto* command = users->add_subcommand(name, says);
        command->add_option("--tenant", account.tenant, "its short name")->required();
        command->add_option("--email", account.email)->required();
        command->callback([&, body] { apply(common, body, account); });
        return command;
    };
    user_verb("disable", "end all sign-ins and let them in no more", accounts::disable_user);
    user_verb("enable", "let them in again", accounts::enable_user);
    user_verb("sign-out", "end all sign-ins", accounts::sign_user_out);
    user_verb("grant", "give a role", accounts::grant_role)->add_option("--role", account.role)->required();
    user_verb("revoke", "take a role away", accounts::revoke_role)->add_option("--role", account.role)->required();

    accounts::NewChatConfig chat_config;
    std::string public_id, config_team, secret_file, identity;
    auto* config_command = app.add_subcommand("chat-config", "chat configs")->require_subcommand(1)->add_subcommand("add", "make a chat config for a widget");
    config_command->add_option("--tenant", chat_config.tenant, "its short name")->required();
    config_command->add_option("--id", public_id, "the public id; random without");
    config_command->add_option("--name", chat_config.name, "of the service that answers")->required();
    config_command->add_option("--team", config_team, "by name; made if there is none");
    config_command->add_option("--identity", identity, "anonymous, verified_if_present or verified_only")
        ->check(CLI::IsMember({"anonymous", "verified_if_present", "verified_only"}));
    config_command->add_option("--secret-file", secret_file, "a file with the secret of identity hashes; - reads it from standard input");
    config_command->add_option("--origin", chat_config.origins, "an allowed origin; may be repeated");
    config_command->callback([&] {
        if (!public_id.empty()) chat_config.id = public_id;
        if (!config_team.empty()) chat_config.team = config_team;
        if (!identity.empty()) chat_config.identity = *enum_of<accounts::IdentityMode>(identity);
        if (!secret_file.empty()) chat_config.secret = read_password(secret_file);
        apply(common, accounts::add_chat_config, chat_config);
    });

    std::string token_tenant, token_email;
    auto* token_command = app.add_subcommand("token", "print an access token for a user");
    token_command->add_option("--tenant", token_tenant)->required();
    token_command->add_option("--email", token_email)->required();
    token_command->callback([&] { mint_token(common, token_tenant, token_email); });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "chatd: %s\n", error.what());
        return 1;
    }
    return status;
}

}  // namespace chatd::app
