"""Ask BigQuery."""


def _nb_bigquery(  # type: ignore[no-untyped-def]
    query: str,
    project=None,
    location=None,
    params="",
    max_results=None,
    maximum_bytes_billed=None,
    destination=None,
    legacy=False,
    dry_run=False,
    uncached=False,
    frame=True,
):
    """Run a query with Google's client and return its rows as a data frame, the job itself for a dry run."""
    import ast

    from google.cloud import bigquery

    client = bigquery.Client(project=project, location=location)
    config = bigquery.QueryJobConfig(use_legacy_sql=legacy, dry_run=dry_run, use_query_cache=not uncached)
    if maximum_bytes_billed not in (None, "None"):
        config.maximum_bytes_billed = int(maximum_bytes_billed)
    if destination:
        config.destination = bigquery.TableReference.from_string(destination, default_project=client.project)
        config.write_disposition = "WRITE_TRUNCATE"
    if params:
        from google.cloud.bigquery.dbapi import _helpers

        config.query_parameters = _helpers.to_query_parameters(ast.literal_eval(params), {})
    job = client.query(query, job_config=config)
    if dry_run:
        return job
    rows = job.result(max_results=int(max_results) if max_results else None)
    return rows.to_dataframe() if frame else None
