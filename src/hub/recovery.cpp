#include "hub/recovery.hpp"

#include <algorithm>

namespace chatd::hub {

std::string offset_of(ChannelId channel, std::int64_t seq) { return std::to_string(channel.value) + '.' + std::to_string(seq); }

void Trail::told(ChannelId channel, std::int64_t seq, bool by_ack) {
    entries_.push_back({{channel, seq}, by_ack});
    if (entries_.size() <= entries_max) return;
    entries_.pop_front();
    whole_ = false;
}

std::optional<Trail::Rest> Trail::rest_after(std::string_view offset) {
    auto rest = entries_.begin();
    if (!offset.empty()) {
        rest = std::ranges::find_if(entries_, [&](const Entry& entry) { return !entry.by_ack && offset_of(entry.place.first, entry.place.second) == offset; });
        if (rest == entries_.end()) return {};
        ++rest;
    } else if (!whole_) {
        return {};
    }
    Rest out;
    for (auto entry = rest; entry != entries_.end(); ++entry) {
        const auto& [channel, seq] = entry->place;
        if (entry->by_ack) {
            out.by_ack.insert(entry->place);
            continue;
        }
        auto& first = out.first.try_emplace(channel, seq).first->second;
        first = std::min(first, seq);
    }
    // They will be told again; what they have by acks stays known.
    entries_.erase(std::remove_if(rest, entries_.end(), [](const Entry& entry) { return !entry.by_ack; }), entries_.end());
    return out;
}

std::optional<Missed> missed(Away away, std::string_view offset) {
    auto rest = away.trail.rest_after(offset);
    if (!rest) return {};
    Missed out;
    for (const auto& [channel, given_seq] : away.given) {
        const auto first = rest->first.find(channel);
        out.channels.push_back(channel);
        out.last_seqs.push_back(first == rest->first.end() ? given_seq : first->second - 1);
    }
    out.names = std::move(away.names);
    out.trail = std::move(away.trail);
    out.by_ack = std::move(rest->by_ack);
    return out;
}

void Recoveries::remember(Away away, Clock::time_point now) {
    while (!entries_.empty() && (entries_.front().until <= now || entries_.size() >= entries_max_)) {
        by_pid_.erase(entries_.front().away.names.pid);
        entries_.pop_front();
    }
    if (entries_max_ == 0) return;
    auto pid = away.names.pid;
    entries_.push_back({std::move(away), now + time_});
    by_pid_[std::move(pid)] = std::prev(entries_.end());
}

std::optional<Away> Recoveries::take(const std::string& pid, const Caller& caller, Clock::time_point now) {
    const auto found = by_pid_.find(pid);
    if (found == by_pid_.end()) return {};
    const auto entry = found->second;
    if (entry->away.user != caller.user || entry->away.sign_in != caller.sign_in) return {};
    std::optional<Away> out;
    if (now < entry->until) out = std::move(entry->away);
    by_pid_.erase(found);
    entries_.erase(entry);
    return out;
}

}  // namespace chatd::hub
