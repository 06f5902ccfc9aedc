import type { Console, ConsoleLine, ConsoleMetric } from '../../engine/trace/console';
import { STATUSES } from './statuses';

/**
 * What an HTTP server and a client show. Log: Tomcat, AccessLogValve, the pattern of its server.xml
 * (`%h %l %u %t "%r" %s %b`) and `%D`, the microseconds that the request took. Metrics: OpenTelemetry, semantic
 * conventions for HTTP metrics, in their Prometheus form; error.type is the class of the exception that OkHttp throws.
 */

const access = (status: string): ConsoleLine => ({
  on: { record: 'sent', packet: `response-${status}` },
  level: '',
  weight: status >= '500' ? 'error' : status >= '400' ? 'warning' : 'info',
  text: `{peer} - - [{stamp}] "{asked} … HTTP/1.1" ${status} … {took}`,
});

const answered = (status: string): ConsoleMetric => ({
  name: `http_server_request_duration_seconds_count{http_response_status_code="${status}"}`,
  each: 'node',
  kind: 'counter',
  late: true,
  figure: { is: 'count', of: { sent: [`response-${status}`] } },
  help: `Requests that it has answered with ${status} ${STATUSES[Number(status)]!}`,
});

const heard = (status: string): ConsoleMetric => ({
  name: `http_client_request_duration_seconds_count{http_response_status_code="${status}"}`,
  each: 'node',
  kind: 'counter',
  late: true,
  figure: { is: 'count', of: { arrived: [`response-${status}`] } },
  help: `Calls that were answered with ${status} ${STATUSES[Number(status)]!}`,
});

const failed = (error: string, fact: string, help: string): ConsoleMetric => ({
  name: `http_client_request_duration_seconds_count{error_type="${error}"}`,
  each: 'node',
  kind: 'counter',
  late: true,
  figure: { is: 'count', of: { facts: [fact] } },
  help,
});

const statuses = Object.keys(STATUSES);

const calls: readonly ConsoleMetric[] = [
  ...statuses.map(heard),
  failed(
    'java.net.SocketTimeoutException',
    'call-timed-out',
    'Calls that it gave up after its time-out; they may be done, or not',
  ),
  failed('java.net.ConnectException', 'call-refused', 'Calls that nobody listened to'),
  failed('java.net.SocketException', 'call-reset', 'Calls whose connection was reset'),
];

export const consoles: readonly Console[] = [
  {
    model: 'http-consumer',
    title: 'HTTP server',
    tables: [],
    metrics: [
      {
        name: 'http_server_active_requests',
        each: 'node',
        kind: 'gauge',
        figure: { is: 'resting', shapes: ['hand'] },
        help: 'Requests that it works at',
      },
      ...statuses.map(answered),
      ...calls,
    ],
    log: {
      path: 'localhost_access_log.txt',
      stamp: 'DD/Mon/YYYY:hh:mm:ss +0000',
      line: '{text}',
      repeats: false,
      lines: statuses.map(access),
    },
  },
  { model: 'http-producer', title: 'HTTP client', tables: [], metrics: calls, log: null },
];
