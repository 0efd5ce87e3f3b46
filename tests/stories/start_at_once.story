# Two tabs that start in the same moment share one chat
visa is a visitor
tab is another tab of visa
visa starts a chat {subject: "Left"} -> $a | tab starts a chat {subject: "Right"} -> $b
check $a is $b
