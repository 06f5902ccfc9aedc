import type { Console } from '../../engine/trace/console';

/**
 * What PostgreSQL's own views and log say. Sources: PostgreSQL documentation, "The Cumulative Statistics System",
 * pg_stat_user_tables; "Error Reporting and Logging", log_line_prefix (default `%m [%p] `); postgres,
 * src/backend/access/nbtree/nbtinsert.c, `_bt_check_unique`; src/backend/tcop/postgres.c, `SocketBackend`.
 */
export const consoles: readonly Console[] = [
  {
    model: 'database',
    title: 'PostgreSQL',
    tables: [
      {
        command: 'SELECT relname, n_live_tup FROM pg_stat_user_tables;',
        rows: 'rows',
        columns: [
          { title: 'relname', cell: { is: 'text', text: '{place}' } },
          { title: 'n_live_tup', help: 'Rows; a real one is an estimate', cell: { is: 'resting' } },
        ],
      },
    ],
    metrics: [],
    log: {
      path: 'postgresql.log',
      stamp: 'YYYY-MM-DD hh:mm:ss.mmm UTC',
      line: '{stamp} […] {text}',
      repeats: true,
      lines: [
        {
          on: { record: 'fact', name: 'key-exists' },
          level: 'ERROR',
          weight: 'error',
          text: 'ERROR:  duplicate key value violates unique constraint "{place}_…"\nDETAIL:  Key (order_id)=({message}) already exists.',
        },
        // A client that is gone in the middle of a transaction.
        {
          on: { record: 'fact', name: 'rolled-back' },
          after: 'connection',
          level: 'LOG',
          weight: 'warning',
          text: 'LOG:  unexpected EOF on client connection with an open transaction',
        },
      ],
    },
  },
];
