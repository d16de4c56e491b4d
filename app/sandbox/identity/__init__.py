"""Who is who: people, a local issuer of ID tokens, access tokens with scopes, a service account."""
