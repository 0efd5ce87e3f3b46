#include "accounts/demo.hpp"

#include <array>

#include "accounts/founding.hpp"
#include "accounts/founding_store.hpp"

namespace chatd::accounts {
namespace {
constexpr auto settings = R"({
    "appearance": {"title": "Northwind IT", "greeting": "Hello! How can we help?", "brand_color": "#0B6477", "position": "end"},
    "prechat_form": [{"name": "name", "required": true}, {"name": "email", "required": false}, {"name": "message", "required": true}],
    "languages": ["en"]})";

/// The demo is tried at any hour; what closed looks like shows a second chat config at night and on Sundays.
constexpr auto around_the_clock = R"({"time_zone": "America/New_York", "week": {
    "monday": [{"from": "00:00", "to": "24:00"}], "tuesday": [{"from": "00:00", "to": "24:00"}], "wednesday": [{"from": "00:00", "to": "24:00"}],
    "thursday": [{"from": "00:00", "to": "24:00"}], "friday": [{"from": "00:00", "to": "24:00"}], "saturday": [{"from": "00:00", "to": "24:00"}],
    "sunday": [{"from": "00:00", "to": "24:00"}]}, "holidays": []})";
constexpr auto weekdays = R"({"time_zone": "America/New_York", "week": {
    "monday": [{"from": "08:00", "to": "18:00"}], "tuesday": [{"from": "08:00", "to": "18:00"}], "wednesday": [{"from": "08:00", "to": "18:00"}],
    "thursday": [{"from": "08:00", "to": "18:00"}], "friday": [{"from": "08:00", "to": "16:30"}], "saturday": [{"from": "10:00", "to": "14:00"}],
    "sunday": []}, "holidays": [{"date": "2027-01-01", "name": "New Year's Day", "hours": []}, {"date": "2026-12-24", "name": "Christmas Eve", "hours": [{"from": "08:00", "to": "12:00"}]}]})";

struct Person {
    const char *email, *name, *role, *team;
    std::array<const char*, 2> skills;
};
constexpr std::array staff{
    Person{"dana@demo.test", "Dana Reyes", "technician", "Service desk", {"networking", "microsoft 365"}},
    Person{"omar@demo.test", "Omar Haddad", "technician", "Field service", {"hardware", "printers"}},
    Person{"mia@demo.test", "Mia Larsen", "manager", "Service desk", {}},
    Person{"ada@demo.test", "Ada Novak", "admin", nullptr, {}},
};

struct Contact {
    const char *external_id, *name, *email, *phone;
};
struct Client {
    const char* name;
    std::array<Contact, 3> contacts;
};
constexpr std::array clients{
    Client{"Alder & Finch Architects",
           {Contact{"af-1", "Priya Nair", "priya@alderfinch.test", "+1 555 0101"}, Contact{"af-2", "Tom Becker", "tom@alderfinch.test", "+1 555 0102"},
            Contact{"af-3", "Lucia Romano", "lucia@alderfinch.test", "+1 555 0103"}}},
    Client{"Harbour Dental Group",
           {Contact{"hd-1", "Sam Okafor", "sam@harbourdental.test", "+1 555 0201"}, Contact{"hd-2", "Ines Duarte", "ines@harbourdental.test", "+1 555 0202"},
            Contact{"hd-3", "Noah Lindqvist", "noah@harbourdental.test", "+1 555 0203"}}},
};
}  // namespace

bool fill_demo(db::Tx& tx, std::string password_hash) {
    if (store::has_tenants(tx)) return false;
    const auto tenant = add_tenant(tx, {"demo", "Northwind IT"});
    for (const auto& person : staff) {
        NewUser user;
        user.tenant = tenant.slug;
        user.email = person.email;
        user.name = person.name;
        user.role = person.role;
        user.password_hash = password_hash;
        if (person.team) user.team = person.team;
        for (auto skill : person.skills)
            if (skill) user.skills.emplace_back(skill);
        add_user(tx, user);
    }
    for (const auto& client : clients) {
        auto organization = store::add_organization(tx, tenant.id, client.name);
        for (const auto& contact : client.contacts) store::add_contact(tx, tenant.id, organization, contact.external_id, contact.name, contact.email, contact.phone);
    }
    NewChatConfig config;
    config.tenant = tenant.slug;
    config.id = "demo";
    config.name = "Northwind IT";
    config.secret = "the demo's identity secret";
    config.settings.text = settings;
    add_chat_config(tx, config);
    config.id = "demo-weekdays";
    config.team = "Service desk";
    add_chat_config(tx, config);
    store::set_office_hours(tx, tenant.id, "demo", JsonObject{around_the_clock});
    store::set_office_hours(tx, tenant.id, "demo-weekdays", JsonObject{weekdays});
    return true;
}

}  // namespace chatd::accounts
