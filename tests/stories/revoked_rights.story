# A role that is given, taken or edited counts on open sockets within two seconds
disp is a dispatcher
dana is a technician
disp > chat:all_sessions {} < ok
operator > user revoke --tenant $disp.tenant --email $disp.email --role dispatcher
within 2 s: disp > chat:all_sessions {} < forbidden
operator > user grant --tenant $disp.tenant --email $disp.email --role dispatcher
within 2 s: disp > chat:all_sessions {} < ok
# One permission of a role, for all who have it.
database > DELETE FROM role_permissions WHERE permission = 'chat.assign' AND tenant_id = $disp.tenant_id
within 2 s: disp > chat:all_sessions {} < forbidden
database > INSERT INTO role_permissions (tenant_id, role_id, permission) SELECT tenant_id, id, 'chat.assign' FROM roles WHERE name = 'dispatcher' AND tenant_id = $disp.tenant_id
within 2 s: disp > chat:all_sessions {} < ok
dana > chat:all_sessions {} < forbidden
