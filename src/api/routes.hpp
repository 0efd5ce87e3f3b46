// REST paths to operations: a tree of path segments, built once at start-up. Knows nothing of HTTP beyond method and path.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/operation.hpp"

namespace chatd::api {

class Routes {
public:
    /// Throws std::logic_error when method and path are taken or a `{name}` is no field of the request.
    void add(const Operation& operation, const RestDoor& door);

    using Pairs = std::vector<std::pair<std::string, std::string>>;
    struct Match {
        const Operation* operation = nullptr;
        int status = 200;
        Pairs path;                        ///< the values of `{name}` by name
        std::vector<std::string> allowed;  ///< upper-case methods of the path, when it exists
    };
    /// HEAD is answered as GET.
    Match find(std::string_view method, std::string_view path) const;

private:
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> children;
        std::unique_ptr<Node> parameter;
        std::map<Method, std::pair<const Operation*, RestDoor>> doors;
    };
    Node root_;
};

/// Path, query and body become one object, so that a verb does not know its door. Text of path and query is read by the kind of
/// its field: `limit=5` is an integer, `status=a,b` a list. Throws `invalid` when one contradicts the other.
Json merged_request(const Operation& operation, const Routes::Pairs& path, const Routes::Pairs& query, Json body);

}  // namespace chatd::api
