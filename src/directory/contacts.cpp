#include "directory/directory.hpp"

namespace chatd::directory {
namespace {

struct Contact {
    Id<Contact> id;
    std::string name;
    std::optional<std::string> email, phone;
    std::optional<OrganizationId> organization_id;
    std::optional<UserId> user_id;
    JsonObject preferences;
    bool sms_consent_given = false;
    std::optional<std::string> external_id;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&Contact::id, "id", "The contact.").read_only(),
        field(&Contact::name, "name", "What the person is called.", length(1, 200)),
        field(&Contact::email, "email", "Their email address.", length(3, 254)),
        field(&Contact::phone, "phone", "Their telephone number, as people write it.", length(1, 50)),
        field(&Contact::organization_id, "organization_id", "The organization that they work for."),
        field(&Contact::user_id, "user_id", "The client user who chats as this contact."),
        field(&Contact::preferences, "preferences", "How they want to be told: `allow_email`, `allow_sms`, and what a host platform adds.", length(0, 8192)).defaults(),
        field(&Contact::sms_consent_given, "sms_consent_given", "Whether they have agreed to be sent text messages.").defaults(),
        field(&Contact::external_id, "external_id", "The id that a host platform knows them by.", length(1, 200)),
        field(&Contact::created_at, "created_at", "When it was made.").read_only(),
        field(&Contact::updated_at, "updated_at", "When it was last changed.").read_only());
};

void check(const Contact& contact) {
    if (contact.email) check_email(*contact.email);
}

}  // namespace

records::Kind contacts() {
    return records::kind<Contact>("contacts", "contact")
        .read_by(api::staff).written_by(api::needs(Permission::config_manage))
        .searched_in({"name", "email", "phone", "external_id"}).filtered_by({"organization_id", "user_id", "email", "external_id"})
        .judged_by(check).held_by("tickets", "contact_id")
        .within_scope("organization", "organization_id")
        .synced();
}

}  // namespace chatd::directory
