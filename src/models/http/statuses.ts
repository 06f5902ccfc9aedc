/** The statuses that are modelled, with their reason phrases. Source: RFC 9110 §15; RFC 6585 §4. */
export const STATUSES: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  400: 'Bad Request',
  404: 'Not Found',
  409: 'Conflict',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** Whoever answers 504 does not know what became of it, and so nor does who asked (RFC 9110 §15.6.5). */
export const GATEWAY_TIMEOUT = 504;
