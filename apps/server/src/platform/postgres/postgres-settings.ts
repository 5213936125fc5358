/** The command line of the server, stronger than any file in the cluster. */
export function postgresSettings(cluster: string, socketDirectory: string): string[] {
  const settings = {
    listen_addresses: '',
    port: '5432',
    unix_socket_directories: `"${socketDirectory.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700', // root passes all the same when PostgreSQL runs under another account
    max_connections: '120', // a server takes twenty when it is busy; tools, and other servers, may come beside it
    password_encryption: 'scram-sha-256',
    ...DURABLE,
    ...DISCREET,
  };
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

const DURABLE = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB', // bounds what is replayed after a crash, so that a restart takes seconds
};

// No statement and no parameter may reach a log: they may carry secrets or names of people.
const DISCREET = {
  log_destination: 'stderr',
  logging_collector: 'off',
  log_line_prefix: '',
  log_statement: 'none',
  log_duration: 'off',
  log_min_duration_statement: '-1',
  log_min_messages: 'log', // an error goes to the client that caused it, and its text may quote a value
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};
