#include "knowledge/canned_responses.hpp"

#include "knowledge/placeholders.hpp"

namespace chatd::knowledge {
namespace {

struct CannedResponse {
    Id<CannedResponse> id;
    std::string shortcode, title, content;
    std::optional<TeamId> team_id;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&CannedResponse::id, "id", "The canned response.").read_only(),
        field(&CannedResponse::shortcode, "shortcode", "What a technician types for it, without the slash: a-z, 0-9, - and _.", length(1, 50)),
        field(&CannedResponse::title, "title", "What it is for.", length(1, 200)),
        field(&CannedResponse::content, "content", "Markdown; variables like `{{customer_name}}` are filled in when it is sent (chat:use_canned_response says which), `\\{{` are braces.", length(1, 16384)),
        field(&CannedResponse::team_id, "team_id", "For whom; null is for everybody."),
        field(&CannedResponse::created_at, "created_at", "When it was made.").read_only(),
        field(&CannedResponse::updated_at, "updated_at", "When it was last changed.").read_only());
};

void check(const CannedResponse& response) {
    if (response.shortcode.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") != std::string::npos)
        throw invalid("shortcode", "is not made of a-z, 0-9, - and _");
    variables_of(response.content);
}

}  // namespace

records::Kind canned_responses() {
    return records::kind<CannedResponse>("canned-responses", "canned response")
        .in_table("canned_responses").named_by("title")
        .read_by(api::staff).written_by(api::needs(Permission::kb_write))
        .searched_in({"shortcode", "title", "content"}).filtered_by({"shortcode", "team_id"})
        .judged_by(check);
}

}  // namespace chatd::knowledge
