#include "directory/directory.hpp"

namespace chatd::directory {
namespace {

enum class BoardStatus : std::uint8_t { active, inactive };
constexpr auto names_of(BoardStatus) { return std::array<std::string_view, 2>{"active", "inactive"}; }

struct Board {
    Id<Board> id;
    std::string name, description;
    BoardStatus status = BoardStatus::active;
    std::optional<TeamId> team_id;
    std::optional<std::string> external_id;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&Board::id, "id", "The board.").read_only(),
        field(&Board::name, "name", "What it is called.", length(1, 200)),
        field(&Board::description, "description", "What belongs on it.", length(0, 2000)).defaults(),
        field(&Board::status, "status", "An inactive one takes no new tickets.").defaults(),
        field(&Board::team_id, "team_id", "The team that works on it."),
        field(&Board::external_id, "external_id", "The id that a host platform knows it by.", length(1, 200)),
        field(&Board::created_at, "created_at", "When it was made.").read_only(),
        field(&Board::updated_at, "updated_at", "When it was last changed.").read_only());
};

}  // namespace

records::Kind boards() {
    return records::kind<Board>("boards", "board")
        .read_by(api::staff).written_by(api::needs(Permission::config_manage))
        .searched_in({"name", "description", "external_id"}).filtered_by({"status", "team_id", "external_id"})
        .held_by("tickets", "board_id")
        .within_scope("board", "id");
}

}  // namespace chatd::directory
