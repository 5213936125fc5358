const YEAR = 365 * 24 * 3600;

/**
 * Of every answer. They hold tokens and personal data: nobody keeps, frames, embeds, sniffs or refers to them. A page
 * says for itself what it may load.
 */
export const securityHeaders = (issuer: string): Readonly<Record<string, string>> => ({
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Only where the way here is encrypted may it be demanded; subdomains are for their owners to decide about.
  ...(issuer.startsWith('https:') ? { 'strict-transport-security': `max-age=${YEAR}` } : {}),
});
