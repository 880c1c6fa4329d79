/** Starts Swagger UI, which its own script has put into `window`, on the page of the API's documentation. */

/**
 * Choose what Swagger UI shows and does: nothing that leaves this machine.
 * @param {HTMLElement} element carries the address of the OpenAPI document in `data-openapi`
 * @returns {object}
 */
export function optionsFor(element) {
  return {
    domNode: element,
    url: element.dataset.openapi,
    validatorUrl: null,
    deepLinking: true,
    tryItOutEnabled: true,
    defaultModelsExpandDepth: 0,
  };
}

const element = globalThis.document?.getElementById("api");
if (element) /** @type {any} */ (globalThis).SwaggerUIBundle(optionsFor(element));
