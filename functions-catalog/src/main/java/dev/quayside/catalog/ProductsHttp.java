package dev.quayside.catalog;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.quayside.shared.auth.Role;
import dev.quayside.shared.http.Access;
import dev.quayside.shared.kernel.Lazy;
import java.util.Optional;

/** Products and categories over HTTP. Everybody with a role may read; order managers and admins write. */
public final class ProductsHttp {

    static final Access READERS = Access.to(Role.values());
    static final Access WRITERS = Access.to(Role.ORDER_MANAGER, Role.ADMIN);

    private final Lazy<CatalogApp> app;

    public ProductsHttp(Lazy<CatalogApp> app) {
        this.app = app;
    }

    @FunctionName("ListProducts")
    public HttpResponseMessage listProducts(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/products")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, READERS, call -> app.get().readProducts.list(call));
    }

    @FunctionName("ReadProduct")
    public HttpResponseMessage readProduct(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/products/{id:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, READERS, call -> app.get().readProducts.one(call, id));
    }

    @FunctionName("SearchProducts")
    public HttpResponseMessage searchProducts(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/products/search")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        READERS,
                        call -> app.get().searchProducts.answer(call));
    }

    @FunctionName("CreateProduct")
    public HttpResponseMessage createProduct(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/products")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        WRITERS,
                        call -> app.get().createProduct.answer(call));
    }

    @FunctionName("ChangeProduct")
    public HttpResponseMessage changeProduct(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.PUT,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/products/{id:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        WRITERS,
                        call -> app.get().changeProduct.answer(call, id));
    }

    @FunctionName("ListCategories")
    public HttpResponseMessage listCategories(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/categories")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, READERS, call -> app.get().categories.list(call));
    }

    @FunctionName("CreateCategory")
    public HttpResponseMessage createCategory(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/categories")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, WRITERS, call -> app.get().categories.create(call));
    }
}
