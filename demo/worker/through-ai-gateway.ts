/**
 * A `fetch` that sends requests for Bedrock by way of a Cloudflare AI Gateway. They are signed for
 * AWS's host, which is where the gateway sends them in the end; `token` is for the gateway alone.
 *
 * @see https://developers.cloudflare.com/ai-gateway/usage/providers/bedrock/
 */
export function throughAiGateway(gatewayUrl: string, token?: string): typeof fetch {
  return (url, init) => {
    const { hostname, pathname } = new URL(String(url));
    const [service, region] = hostname.split(".");
    const headers = new Headers(init?.headers);
    if (token) headers.set("cf-aig-authorization", `Bearer ${token}`);
    return fetch(`${gatewayUrl}/aws-bedrock/${service}/${region}${pathname}`, { ...init, headers });
  };
}
