"""REST under `/api/v1`: JSON in and out, errors as problem+json, all of it documented at `/docs`."""
