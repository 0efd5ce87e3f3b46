#include "routing/pool.hpp"

#include <algorithm>
#include <charconv>

namespace chatd::routing {

Skill Skill::parse(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return {std::string(text), 1};
    int level = 0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + colon + 1, end, level);
    if (parsed.ec != std::errc() || parsed.ptr != end || level < 1 || level > 10) return {std::string(text), 1};
    return {std::string(text.substr(0, colon)), level};
}

namespace {
template <class IdType>
bool names(const std::vector<IdType>& list, const std::optional<IdType>& id) {
    return id && std::ranges::find(list, *id) != list.end();
}
template <class Key>
void take_out(std::unordered_map<Key, std::set<Place>>& lines, const std::optional<Key>& key, const Place& place) {
    const auto line = lines.find(key.value_or(Key()));
    line->second.erase(place);
    if (line->second.empty()) lines.erase(line);
}
}  // namespace

bool Scope::admits(const Request& request) const {
    if (!organizations.empty() && !names(organizations, request.organization)) return false;
    if (!request.ticket) return true;
    return (boards.empty() || names(boards, request.board)) && (tickets.empty() || names(tickets, request.ticket));
}

bool covers(const Abilities& has, const Abilities& wanted) {
    auto mine = has.begin();
    for (const auto& one : wanted) {
        while (mine != has.end() && mine->skill < one.skill) ++mine;
        if (mine == has.end() || mine->skill != one.skill || mine->level < one.level) return false;
    }
    return true;
}

Abilities SkillBook::read(const std::vector<Skill>& skills) {
    Abilities out;
    for (const auto& skill : skills) {
        const auto number = numbers_.emplace(skill.name, static_cast<int>(numbers_.size())).first->second;
        const auto known = std::ranges::find(out, number, &Ability::skill);
        if (known == out.end()) out.push_back({number, skill.level});
        else known->level = std::max(known->level, skill.level);
    }
    std::ranges::sort(out);
    return out;
}

bool Waiting::tried(UserId technician) const { return std::ranges::binary_search(request.tried, technician); }

void Pool::add(const Waiting& waiting) {
    const auto& request = waiting.request;
    auto& group = groups_[waiting.wanted];
    group.all.insert(waiting.place);
    group.by_organization[request.organization.value_or(OrganizationId())].insert(waiting.place);
    group.by_board[waiting.board().value_or(BoardId())].insert(waiting.place);
    group.by_ticket[request.ticket.value_or(TicketId())].insert(waiting.place);
}

void Pool::remove(const Waiting& waiting) {
    const auto& request = waiting.request;
    const auto found = groups_.find(waiting.wanted);
    auto& group = found->second;
    group.all.erase(waiting.place);
    take_out(group.by_organization, request.organization, waiting.place);
    take_out(group.by_board, waiting.board(), waiting.place);
    take_out(group.by_ticket, request.ticket, waiting.place);
    if (group.all.empty()) groups_.erase(found);
}

void Pool::add_free(const Person& person, bool by_load) {
    const auto& technician = person.technician;
    const auto last = turns.find(technician.id);
    const Turn turn{by_load ? technician.chats : 0, last == turns.end() ? Time() : last->second, technician.id};
    turn_of_[technician.id] = turn;
    free_[anybody].insert(turn);
    for (const auto& ability : person.abilities) free_[ability.skill].insert(turn);
}

void Pool::remove_free(const Person& person) {
    const auto found = turn_of_.find(person.technician.id);
    if (found == turn_of_.end()) return;
    free_[anybody].erase(found->second);
    for (const auto& ability : person.abilities) free_[ability.skill].erase(found->second);
    turn_of_.erase(found);
}

/// Of several skills the rarest.
const std::set<Turn>& Pool::free_of(const Abilities& wanted) const {
    static const std::set<Turn> nobody;
    const std::set<Turn>* fewest = nullptr;
    const auto look = [&](int skill) {
        const auto found = free_.find(skill);
        const auto& who = found == free_.end() ? nobody : found->second;
        if (!fewest || who.size() < fewest->size()) fewest = &who;
    };
    if (wanted.empty()) look(anybody);
    for (const auto& ability : wanted) look(ability.skill);
    return *fewest;
}

std::vector<const Pool::Line*> Pool::Group::lines_for(const Scope& scope) const {
    std::vector<const Line*> best{&all};
    auto fewest = all.size();
    const auto narrow = [&](const auto& lines, auto ids, bool also_without) {
        if (ids.empty()) return;
        if (also_without) ids.emplace_back();
        std::vector<const Line*> found;
        std::size_t total = 0;
        for (const auto& id : ids)
            if (const auto line = lines.find(id); line != lines.end()) {
                found.push_back(&line->second);
                total += line->second.size();
            }
        if (total >= fewest) return;
        fewest = total;
        best = std::move(found);
    };
    narrow(by_organization, scope.organizations, false);
    narrow(by_board, scope.boards, true);
    narrow(by_ticket, scope.tickets, true);
    return best;
}

}  // namespace chatd::routing
