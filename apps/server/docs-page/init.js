// Nothing is asked of any other host: the validator's badge would send the description away.
SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#api',
  deepLinking: true,
  validatorUrl: null,
});
