#include "knowledge/demo.hpp"

#include <array>

#include "db/exec.hpp"

namespace chatd::knowledge {
namespace {

struct Canned {
    const char *shortcode, *title, *content, *team;  // no team: for everybody
};
constexpr std::array canned{
    Canned{"hello", "Greeting", "Hello {{customer_first_name}}, this is {{agent_first_name}} of Northwind IT. I am reading what you wrote.", nullptr},
    Canned{"moment", "One moment", "Thank you. Give me two minutes, please: I am looking it up.", nullptr},
    Canned{"ticket", "Where the ticket is", "Your ticket is **#{{ticket_number}}**, \"{{ticket_title}}\". You will hear from us there.", nullptr},
    Canned{"bye", "Anything else?", "Is there anything else that I can do for you, {{customer_first_name}}? Otherwise I close the chat. Have a good day!", nullptr},
    Canned{"screenshot", "Ask for a picture", "Could you send me a picture of what you see? You can paste it right here, or drop the file into the chat.", "Service desk"},
    Canned{"visit", "A technician comes", "One of us will come to {{organization_name}}. When does it suit you, and whom should we ask for?", "Field service"},
};

struct Sample {
    const char *slug, *title, *summary, *content, *status, *audience, *tag;
};
constexpr std::array articles{
    Sample{"reset-your-password", "Reset your password", "A new password in two minutes, without us.",
           "1. Open the sign-in page and choose **Forgotten password**.\n2. Type your work address; the mail with the link comes within a minute.\n"
           "3. Choose a password of at least twelve characters that you use nowhere else.\n\nNo mail? Look into the junk folder, then start a chat with us.",
           "published", "client", "accounts"},
    Sample{"vpn-does-not-connect", "The VPN does not connect", "What to try before you call us.",
           "- Does the internet work without the VPN? In a hotel or on a train you may have to sign in to the network first.\n"
           "- Quit the VPN client and start it again; on a train, wait until the connection is steady.\n- The clock of your computer must be right to the minute.\n\n"
           "If it still says *authentication failed*, your certificate may have expired: we renew it in a chat.",
           "published", "client", "network"},
    Sample{"mailbox-is-full", "Your mailbox is full", "How to make room, and how large it may be.",
           "Mailboxes hold 50 GB. Sort by size, delete what is large and old, and empty **Deleted items**. New mail arrives a few minutes later; nothing that was sent to you meanwhile is lost: "
           "its senders have got a notice.",
           "published", "client", "microsoft 365"},
    Sample{"plotter-prints-stripes", "The plotter prints stripes", "Cleaning and aligning the heads of the large-format printer.",
           "Choose **Maintenance, Clean print heads**, then print the test page. Stripes in one colour only: that cartridge is nearly empty. Stripes in all colours: align the heads.",
           "published", "client", "printers"},
    Sample{"renew-a-vpn-certificate", "Renew a VPN certificate", "For technicians: from the request to the new profile.",
           "1. Ask who it is, and call back on the number that we have.\n2. Revoke the old certificate, issue the new one for a year.\n3. Send the profile by the portal, never by mail.",
           "published", "internal", "network"},
    Sample{"new-starter-checklist", "New starter: what we prepare", "Being written.", "Laptop, account, groups, licences, keys. *To be completed with HR.*", "draft", "internal", "accounts"},
};

}  // namespace

void fill_demo(db::Tx& tx) {
    for (const auto& response : canned)
        db::exec(tx, R"(
            INSERT INTO canned_responses (tenant_id, shortcode, title, content, team_id)
            SELECT t.id, $1, $2, $3, (SELECT team.id FROM teams team WHERE team.tenant_id = t.id AND team.name = $4) FROM tenants t WHERE t.slug = 'demo')",
                 response.shortcode, response.title, response.content, response.team ? std::optional<std::string>(response.team) : std::nullopt);
    for (const auto& article : articles)
        db::exec(tx, R"(
            INSERT INTO kb_articles (tenant_id, slug, title, summary, content, status, audience, language, tags)
            SELECT id, $1, $2, $3, $4, $5, $6, 'en', ARRAY[$7] FROM tenants WHERE slug = 'demo')",
                 article.slug, article.title, article.summary, article.content, article.status, article.audience, article.tag);
}

}  // namespace chatd::knowledge
