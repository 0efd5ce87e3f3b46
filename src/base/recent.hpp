// What was used last, up to a number: a map that forgets the entry that was quiet longest. One thread.
#pragma once
#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>

namespace chatd {

template <class Key, class Value, class Hash = std::hash<Key>>
class Recent {
public:
    explicit Recent(std::size_t entries_max) : entries_max_(entries_max) {}

    /// Null if it is not there. Valid until the next put() or erase().
    Value* find(const Key& key) {
        auto found = by_key_.find(key);
        if (found == by_key_.end()) return nullptr;
        entries_.splice(entries_.begin(), entries_, found->second);
        return &found->second->second;
    }
    void put(const Key& key, Value value) {
        if (auto held = find(key)) {
            *held = std::move(value);
            return;
        }
        if (entries_.size() >= entries_max_) {
            by_key_.erase(entries_.back().first);
            entries_.pop_back();
        }
        entries_.emplace_front(key, std::move(value));
        by_key_.emplace(key, entries_.begin());
    }
    void erase(const Key& key) {
        auto found = by_key_.find(key);
        if (found == by_key_.end()) return;
        entries_.erase(found->second);
        by_key_.erase(found);
    }
    template <class Predicate>
    void erase_if(Predicate gone) {
        for (auto it = entries_.begin(); it != entries_.end();) {
            auto here = it++;
            if (!gone(here->first, here->second)) continue;
            by_key_.erase(here->first);
            entries_.erase(here);
        }
    }
    std::size_t size() const { return entries_.size(); }

private:
    std::size_t entries_max_;
    std::list<std::pair<Key, Value>> entries_;  // the most recently used first
    std::unordered_map<Key, typename std::list<std::pair<Key, Value>>::iterator, Hash> by_key_;
};

}  // namespace chatd
