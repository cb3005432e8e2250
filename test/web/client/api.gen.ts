export interface paths {
    "/api/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How things stand: keys and counts, no values */
        get: operations["readStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/needs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What needs a person, the most pressing first */
        get: operations["listNeeds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Writes, conflicts and failures of the last 24 hours and 30 days */
        get: operations["readActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists of services that were handed over, and what became of their lines */
        get: operations["listServiceRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/salespeople": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every vendedor and the agent that it leads to */
        get: operations["listSalespeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers by anything that is known of them */
        get: operations["searchCustomers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers/{side}/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One customer: both sides, why it is as it is, what happened */
        get: operations["readCustomer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened, the newest first */
        get: operations["listHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fields that both sides have changed differently */
        get: operations["listConflicts"];
        put?: never;
        /** Answers conflicts: takes a side or a value; answers to values that have moved are refused */
        post: operations["answerConflicts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/matches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers who may be the same person, with the evidence for and against */
        get: operations["listMatches"];
        put?: never;
        /** Says whether two customers are the same person */
        post: operations["answerMatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/handwork": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a person has to type into Aceptabits */
        get: operations["listHandwork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The first plan, while it waits for its approval */
        get: operations["readPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that the rules would do now, customer by customer */
        get: operations["listPlanItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What putting back an event, a run or everything since an approval would do */
        get: operations["previewUndo"];
        put?: never;
        /** Puts back exactly what the preview of this hash has shown */
        post: operations["undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/brakes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The braked sides, each with a sample of what it is about */
        get: operations["listBrakes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/brakes/{side}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every line that a release of this brake would let through; of the gravest one where no hash is told */
        get: operations["listBrakeLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers/{side}/{key}/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Acts on one customer: resync, pause, unpause, unlink, link, set-field, vouch, unfreeze, unpark */
        post: operations["actOnCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves exactly the plan of this hash */
        post: operations["approvePlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Releases the brake of a side for exactly what this hash names */
        post: operations["releaseBrake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuses the first plan, or leaves a brake on: nothing changes on either side */
        post: operations["refusePlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries everybody again who is parked, or those of one code or of a reason that holds these words */
        post: operations["retryParked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/resync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads both sides now */
        post: operations["readAllNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        at: number;
                        sides: {
                            managementpro: {
                                lastScan?: {
                                    /** @enum {string} */
                                    side: "managementpro" | "aceptabits";
                                    complete: boolean;
                                    partial?: boolean;
                                    why: string;
                                    method: string;
                                    requests: number;
                                    rows: number;
                                    distinct: number;
                                    claimed?: number;
                                    cap?: number;
                                    overlaps: number;
                                    grown?: number;
                                    passes: number;
                                    unreadable: number;
                                    keyless?: number;
                                    startedAt: number;
                                    endedAt: number;
                                };
                                completeAt?: number;
                                known: number;
                                circuit: {
                                    open: boolean;
                                    reason?: string;
                                    since?: number;
                                    probeAt?: number;
                                    waitingUntil?: number;
                                };
                                readingTrouble?: {
                                    since: number;
                                    at: number;
                                    /** @enum {string} */
                                    errorClass?: "credentials" | "request" | "data" | "reference" | "trouble" | "pace" | "unknown";
                                    code: string;
                                    operation?: string;
                                    detail?: string;
                                };
                                reading: {
                                    nextWholeAt?: number;
                                    editAgeMs: number;
                                    requestsPerDay: number;
                                    rowsPerDay: number;
                                };
                                brake?: {
                                    /** @enum {string} */
                                    side: "managementpro" | "aceptabits";
                                    /** @enum {string} */
                                    reason: "emptied-list" | "empty-told" | "shrunken-list" | "mass-change" | "mass-emptying" | "another-company" | "missing-keys" | "newcomers" | "backlog" | "new-routes";
                                    /** @enum {string} */
                                    field?: "name" | "email" | "phone" | "salesperson";
                                    readonly fields?: ("name" | "email" | "phone" | "salesperson")[];
                                    count: number;
                                    of: number;
                                    readonly sample: string[];
                                    hash: string;
                                    since: number;
                                };
                                openIntents: number;
                                createTrouble?: {
                                    since: number;
                                    code: string;
                                    nextAt: number;
                                };
                                created: number;
                                updated: number;
                            };
                            aceptabits: {
                                lastScan?: {
                                    /** @enum {string} */
                                    side: "managementpro" | "aceptabits";
                                    complete: boolean;
                                    partial?: boolean;
                                    why: string;
                                    method: string;
                                    requests: number;
                                    rows: number;
                                    distinct: number;
                                    claimed?: number;
                                    cap?: number;
                                    overlaps: number;
                                    grown?: number;
                                    passes: number;
                                    unreadable: number;
                                    keyless?: number;
                                    startedAt: number;
                                    endedAt: number;
                                };
                                completeAt?: number;
                                known: number;
                                circuit: {
                                    open: boolean;
                                    reason?: string;
                                    since?: number;
                                    probeAt?: number;
                                    waitingUntil?: number;
                                };
                                readingTrouble?: {
                                    since: number;
                                    at: number;
                                    /** @enum {string} */
                                    errorClass?: "credentials" | "request" | "data" | "reference" | "trouble" | "pace" | "unknown";
                                    code: string;
                                    operation?: string;
                                    detail?: string;
                                };
                                reading: {
                                    nextWholeAt?: number;
                                    editAgeMs: number;
                                    requestsPerDay: number;
                                    rowsPerDay: number;
                                };
                                brake?: {
                                    /** @enum {string} */
                                    side: "managementpro" | "aceptabits";
                                    /** @enum {string} */
                                    reason: "emptied-list" | "empty-told" | "shrunken-list" | "mass-change" | "mass-emptying" | "another-company" | "missing-keys" | "newcomers" | "backlog" | "new-routes";
                                    /** @enum {string} */
                                    field?: "name" | "email" | "phone" | "salesperson";
                                    readonly fields?: ("name" | "email" | "phone" | "salesperson")[];
                                    count: number;
                                    of: number;
                                    readonly sample: string[];
                                    hash: string;
                                    since: number;
                                };
                                openIntents: number;
                                createTrouble?: {
                                    since: number;
                                    code: string;
                                    nextAt: number;
                                };
                                created: number;
                                updated: number;
                            };
                        };
                        links: number;
                        apart: {
                            others: number;
                        };
                        waiting: {
                            conflict: number;
                            held: number;
                            parked: number;
                            frozen: number;
                            missing: number;
                            suspended: number;
                            inactive: number;
                            paused: number;
                            ambiguous: number;
                            unreadable: number;
                            braked: number;
                            platform: number;
                            probe: number;
                            nobody: number;
                        };
                        differing: number;
                        oldestDifferenceAt?: number;
                        work: number;
                        approved: boolean;
                        plan?: {
                            hash: string;
                            at: number;
                            counts: {
                                link: number;
                                create: number;
                                update: number;
                                conflict: number;
                                ambiguous: number;
                                held: number;
                                parked: number;
                            };
                        };
                        firstSync?: {
                            done: number;
                            total: number;
                        };
                        queues: {
                            [key: string]: {
                                [key: string]: number;
                            };
                        };
                        readonly pausedQueues: string[];
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    listNeeds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        code: "first-plan" | "brake" | "circuit" | "unread" | "routes-file" | "paused-queue" | "side-effect" | "suspended" | "conflict" | "ambiguous" | "parked" | "frozen" | "unreadable" | "no-update-method" | "held" | "missing" | "no-route";
                        count: number;
                        /** @enum {string} */
                        side?: "managementpro" | "aceptabits";
                        reason?: string;
                        hash?: string;
                        since?: number;
                    }[];
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    readActivity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        hours: {
                            writes: number;
                            managementpro: number;
                            aceptabits: number;
                            conflicts: number;
                            byPolicy: number;
                            failures: number;
                            at: number;
                        }[];
                        days: {
                            writes: number;
                            managementpro: number;
                            aceptabits: number;
                            conflicts: number;
                            byPolicy: number;
                            failures: number;
                            day: string;
                        }[];
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    listServiceRuns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        file: string;
                        by: string;
                        at: number;
                        lines: number;
                        open: number;
                        ends: {
                            [key: string]: number;
                        };
                    }[];
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    listSalespeople: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        clave: string;
                        name: string;
                        agent?: string;
                        /** @enum {string} */
                        by?: "file" | "name";
                    }[];
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    searchCustomers: {
        parameters: {
            query?: {
                text?: string;
                state?: "all" | "linked" | "lone" | "differing" | "conflict" | "held" | "parked" | "frozen" | "missing" | "suspended" | "inactive" | "paused" | "ambiguous" | "unreadable" | "braked" | "platform" | "probe" | "nobody";
                page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        page: number;
                        pages: number;
                        total: number;
                        rows: {
                            subject: {
                                /** @enum {string} */
                                side: "managementpro" | "aceptabits";
                                key: string;
                            };
                            clave?: string;
                            code?: string;
                            name: string;
                            email: string;
                            phone: string;
                            rfc: string;
                            linked: boolean;
                            active: boolean;
                            waits: ("conflict" | "held" | "parked" | "frozen" | "missing" | "suspended" | "inactive" | "paused" | "ambiguous" | "unreadable" | "braked" | "platform" | "probe" | "nobody")[];
                            differsSince?: number;
                        }[];
                        more: boolean;
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    readCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                side: "managementpro" | "aceptabits";
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subject: {
                            /** @enum {string} */
                            side: "managementpro" | "aceptabits";
                            key: string;
                        };
                        clave?: string;
                        code?: string;
                        name: string;
                        linked: boolean;
                        linkedSince?: number;
                        active: boolean;
                        editable: boolean;
                        fields: {
                            /** @enum {string} */
                            field: "name" | "email" | "phone" | "salesperson";
                            managementpro: {
                                now?: string;
                                base?: string;
                                changed: boolean;
                                gets?: string;
                            };
                            aceptabits: {
                                now?: string;
                                base?: string;
                                changed: boolean;
                                gets?: string;
                            };
                            /** @enum {string} */
                            standing: "same" | "pending" | "conflict" | "held" | "parked" | "frozen" | "stopped" | "left-alone";
                            wanted?: {
                                value: string;
                                by: string;
                                at: number;
                            };
                        }[];
                        reasons: {
                            /** @enum {string} */
                            code: "in-step" | "first-plan" | "write-pending" | "create-pending" | "create-unclear" | "create-trouble" | "link-pending" | "wait-for-scan" | "conflict" | "conflict-first" | "held-no-update-method" | "held-backlog" | "held-not-taken" | "held-side-effect" | "held-not-editable" | "held-no-route" | "held-no-vendedor" | "held-other-shop" | "parked" | "frozen" | "missing" | "suspended" | "inactive" | "platform" | "probe" | "nobody" | "paused" | "unseen" | "ambiguous" | "unreadable" | "braked" | "circuit-open" | "no-route" | "gone";
                            params: {
                                [key: string]: string;
                            };
                            since?: number;
                        }[];
                        actions: ("resync" | "pause" | "unpause" | "unlink" | "link" | "set-field" | "vouch" | "unfreeze" | "unpark" | "judge")[];
                        managementpro?: {
                            [key: string]: string;
                        };
                        aceptabits?: {
                            [key: string]: string;
                        };
                        salesperson?: {
                            clave: string;
                            name: string;
                            agent?: string;
                        };
                        candidates: {
                            candidate: {
                                key: string;
                                name: string;
                                email: string;
                                phone: string;
                                rfc: string;
                            };
                            linked: boolean;
                            agree: ("email" | "phone" | "name")[];
                            differ: ("email" | "phone" | "name")[];
                            /** @enum {string} */
                            answered?: "same" | "different";
                        }[];
                        history: {
                            id: string;
                            at: number;
                            /** @enum {string} */
                            kind: "linked" | "unlinked" | "adopted" | "created" | "updated" | "conflict" | "parked" | "missing" | "returned" | "suspended" | "frozen" | "side-effect" | "decision" | "refused" | "brake" | "release" | "approved" | "log-in";
                            /** @enum {string} */
                            side?: "managementpro" | "aceptabits";
                            clave?: string;
                            code?: string;
                            name?: string;
                            changes?: {
                                /** @enum {string} */
                                field: "name" | "email" | "phone" | "salesperson";
                                old: string;
                                new: string;
                            }[];
                            conflict?: {
                                /** @enum {string} */
                                field: "name" | "email" | "phone" | "salesperson";
                                base?: string;
                                managementpro: string;
                                aceptabits: string;
                                winner: string;
                            };
                            cause: ({
                                /** @enum {string} */
                                code: "adopted" | "agents-kept" | "another-person" | "both-changed" | "different-people" | "erased" | "logged-in" | "matched" | "not-found" | "nothing-said" | "paused" | "resumed" | "same-customer" | "same-person" | "said-same" | "shown-again" | "taken-back" | "tried-again" | "typed-over" | "unseen-at-unlink";
                            } | {
                                /** @enum {string} */
                                code: "changed-in" | "new-in" | "policy-took";
                                /** @enum {string} */
                                side: "managementpro" | "aceptabits";
                            } | {
                                /** @enum {string} */
                                code: "answer-moved" | "chosen" | "flips" | "rule-taken-back";
                                /** @enum {string} */
                                field: "name" | "email" | "phone" | "salesperson";
                            } | {
                                /** @enum {string} */
                                code: "unfrozen";
                                /** @enum {string} */
                                field?: "name" | "email" | "phone" | "salesperson";
                            } | {
                                /** @enum {string} */
                                code: "rule" | "took";
                                /** @enum {string} */
                                side: "managementpro" | "aceptabits";
                                /** @enum {string} */
                                field: "name" | "email" | "phone" | "salesperson";
                            } | {
                                /** @enum {string} */
                                code: "put-back";
                                /** @enum {string} */
                                field: "name" | "email" | "phone" | "salesperson";
                                event: string;
                            } | {
                                /** @enum {string} */
                                code: "decided-by";
                                by: string;
                            } | {
                                /** @enum {string} */
                                code: "parked";
                                /** @enum {string} */
                                side: "managementpro" | "aceptabits";
                                error: string;
                                detail: string;
                            } | {
                                /** @enum {string} */
                                code: "side-effect" | "updates-go-on";
                                texts: string;
                            } | {
                                /** @enum {string} */
                                code: "first-plan";
                                hash: string;
                            } | {
                                /** @enum {string} */
                                code: "braked";
                                /** @enum {string} */
                                reason: "emptied-list" | "empty-told" | "shrunken-list" | "mass-change" | "mass-emptying" | "another-company" | "missing-keys" | "newcomers" | "backlog" | "new-routes";
                                /** @enum {string} */
                                field?: "name" | "email" | "phone" | "salesperson";
                                count: number;
                                of: number;
                            } | {
                                /** @enum {string} */
                                code: "brake-kept" | "brake-over";
                                /** @enum {string} */
                                reason: "emptied-list" | "empty-told" | "shrunken-list" | "mass-change" | "mass-emptying" | "another-company" | "missing-keys" | "newcomers" | "backlog" | "new-routes";
                            } | {
                                /** @enum {string} */
                                code: "let-through";
                                /** @enum {string} */
                                reason: "emptied-list" | "empty-told" | "shrunken-list" | "mass-change" | "mass-emptying" | "another-company" | "missing-keys" | "newcomers" | "backlog" | "new-routes";
                                count: number;
                            } | {
                                /** @enum {string} */
                                code: "routes-written";
                                shops: number;
                                salespeople: number;
                            }) | string;
                            job?: string;
                            by?: string;
                        }[];
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    listHistory: {
        parameters: {
            query?: {
                side?: "managementpro" | "aceptabits";
                kind?: "linked" | "unlinked" | "adopted" | "created" | "updated" | "conflict" | "parked" | "missing" | "returned" | "suspended" | "frozen" | "side-effect" | "decision" | "refused" | "brake" | "release" | "approved" | "log-in";
                person?: string;
                job?: string;
                since?: number;
                until?: number;
                text?: string;
                before?: string;
                customerSide?: "managementpro" | "aceptabits";
                customerKey?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            id: string;
                            at: number;
                            /** @enum {string} */
                            kind: "linked" | "unlinked" | "adopted" | "created" | "updated" | "conflict" | "parked" | "missing" | "returned" | "suspended" | "frozen" | "side-effect" | "decision" | "refused" | "brake" | "release" | "approved" | "log-in";
                            /** @enum {string} */
                            side?: "managementpro" | "aceptabits";
                            clave?: string;
                            code?: string;
                            name?: string;
                            changes?: {
                                /** @enum {string} */
                                field: "name" | "email" | "phone" | "salesperson";
                                old: string;
                                new: string;
                            }[];
                            conflict?: {
                                /** @enum {string} */
                                field: "name" | "email" | "phone" | "salesperson";
                                base?: string;
                                managementpro: string;
                                aceptabits: string;
                                winner: string;
                            };
                            cause: ({
                                /** @enum {string} */
                                code: "adopted" | "agents-kept" | "another-person" | "both-changed" | "different-people" | "erased" | "logged-in" | "matched" | "not-found" | "nothing-said" | "paused" | "resumed" | "same-customer" | "same-person" | "said-same" | "shown-again" | "taken-back" | "tried-again" | "typed-over" | "unseen-at-unlink";
                            } | {
                                /** @enum {string} */
                                code: "changed-in" | "new-in" | "policy-took";
                                /** @enum {string} */
                                side: "managementpro" | "aceptabits";
                            } | {
                                /** @enum {string} */
                                code: "answer-moved" | "chosen" | "flips" | "rule-taken-back";
                                /** @enum {string} */
                                field: "name" | "email" | "phone" | "salesperson";
                            } | {
                                /** @enum {string} */
                                code: "unfrozen";
                                /** @enum {string} */
                                field?: "name" | "email" | "phone" | "salesperson";
                            } | {
                                /** @enum {string} */
                                code: "rule" | "took";
                                /** @enum {string} */
                                side: "managementpro" | "aceptabits";
                                /** @enum {string} */
                                field: "name" | "email" | "phone" | "salesperson";
                            } | {
                                /** @enum {string} */
                                code: "put-back";
                                /** @enum {string} */
                                field: "name" | "email" | "phone" | "salesperson";
                                event: string;
                            } | {
                                /** @enum {string} */
                                code: "decided-by";
                                by: string;
                            } | {
                                /** @enum {string} */
                                code: "parked";
                                /** @enum {string} */
                                side: "managementpro" | "aceptabits";
                                error: string;
                                detail: string;
                            } | {
                                /** @enum {string} */
                                code: "side-effect" | "updates-go-on";
                                texts: string;
                            } | {
                                /** @enum {string} */
                                code: "first-plan";
                                hash: string;
                            } | {
                                /** @enum {string} */
                                code: "braked";
                                /** @enum {string} */
                                reason: "emptied-list" | "empty-told" | "shrunken-list" | "mass-change" | "mass-emptying" | "another-company" | "missing-keys" | "newcomers" | "backlog" | "new-routes";
                                /** @enum {string} */
                                field?: "name" | "email" | "phone" | "salesperson";
                                count: number;
                                of: number;
                            } | {
                                /** @enum {string} */
                                code: "brake-kept" | "brake-over";
                                /** @enum {string} */
                                reason: "emptied-list" | "empty-told" | "shrunken-list" | "mass-change" | "mass-emptying" | "another-company" | "missing-keys" | "newcomers" | "backlog" | "new-routes";
                            } | {
                                /** @enum {string} */
                                code: "let-through";
                                /** @enum {string} */
                                reason: "emptied-list" | "empty-told" | "shrunken-list" | "mass-change" | "mass-emptying" | "another-company" | "missing-keys" | "newcomers" | "backlog" | "new-routes";
                                count: number;
                            } | {
                                /** @enum {string} */
                                code: "routes-written";
                                shops: number;
                                salespeople: number;
                            }) | string;
                            job?: string;
                            by?: string;
                        }[];
                        next?: string;
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    listConflicts: {
        parameters: {
            query?: {
                page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        page: number;
                        pages: number;
                        total: number;
                        rows: {
                            subject: {
                                /** @enum {string} */
                                side: "managementpro" | "aceptabits";
                                key: string;
                            };
                            clave?: string;
                            code?: string;
                            name: string;
                            /** @enum {string} */
                            field: "name" | "email" | "phone" | "salesperson";
                            now: {
                                managementpro: string;
                                aceptabits: string;
                            };
                            base: {
                                managementpro?: string;
                                aceptabits?: string;
                            };
                            first: boolean;
                            since: number;
                            /** @enum {string} */
                            proposal?: "managementpro" | "aceptabits";
                            answered?: {
                                value: string;
                                by: string;
                            };
                        }[];
                        rules: {
                            /** @enum {string} */
                            field: "name" | "email" | "phone" | "salesperson";
                            /** @enum {string} */
                            side: "managementpro" | "aceptabits";
                            by: string;
                            at: number;
                        }[];
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    answerConflicts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    answers: {
                        clave: string;
                        /** @enum {string} */
                        field: "name" | "email" | "phone" | "salesperson";
                        seen: {
                            managementpro: string;
                            aceptabits: string;
                        };
                        /** @enum {string} */
                        take?: "managementpro" | "aceptabits";
                        value?: string;
                        empty?: true | "true";
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: number;
                        moved: number;
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    listMatches: {
        parameters: {
            query?: {
                page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        page: number;
                        pages: number;
                        total: number;
                        rows: {
                            /** @enum {string} */
                            side: "managementpro" | "aceptabits";
                            customer: {
                                key: string;
                                name: string;
                                email: string;
                                phone: string;
                                rfc: string;
                            };
                            candidates: {
                                candidate: {
                                    key: string;
                                    name: string;
                                    email: string;
                                    phone: string;
                                    rfc: string;
                                };
                                linked: boolean;
                                agree: ("email" | "phone" | "name")[];
                                differ: ("email" | "phone" | "name")[];
                                /** @enum {string} */
                                answered?: "same" | "different";
                            }[];
                            since: number;
                        }[];
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    answerMatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    clave: string;
                    code: string;
                    /** @enum {string} */
                    verdict: "same" | "different";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    listHandwork: {
        parameters: {
            query?: {
                page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        page: number;
                        pages: number;
                        total: number;
                        rows: {
                            subject: {
                                /** @enum {string} */
                                side: "managementpro" | "aceptabits";
                                key: string;
                            };
                            clave?: string;
                            code?: string;
                            name: string;
                            /** @enum {string} */
                            side: "managementpro" | "aceptabits";
                            /** @enum {string} */
                            field: "name" | "email" | "phone" | "salesperson";
                            old: string;
                            value: string;
                            copy: {
                                /** @enum {string} */
                                box: "name" | "lastname" | "email" | "phone" | "agent";
                                value: string;
                            }[];
                            /** @enum {string} */
                            reason: "no-update-method" | "backlog" | "not-taken" | "side-effect" | "not-editable" | "no-route" | "no-vendedor" | "other-shop";
                            since: number;
                        }[];
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    readPlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        hash: string;
                        at: number;
                        counts: {
                            link: number;
                            create: number;
                            update: number;
                            conflict: number;
                            ambiguous: number;
                            held: number;
                            parked: number;
                        };
                        sample: {
                            /** @enum {string} */
                            action: "link" | "create" | "update" | "conflict" | "ambiguous" | "held" | "parked";
                            /** @enum {string} */
                            side?: "managementpro" | "aceptabits";
                            clave?: string;
                            code?: string;
                            name: string;
                            detail: string;
                        }[];
                        refused?: {
                            by: string;
                            at: number;
                        };
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    listPlanItems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        action: "link" | "create" | "update" | "conflict" | "ambiguous" | "held" | "parked";
                        /** @enum {string} */
                        side?: "managementpro" | "aceptabits";
                        clave?: string;
                        code?: string;
                        name: string;
                        detail: string;
                    }[];
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    previewUndo: {
        parameters: {
            query?: {
                event?: string;
                job?: string;
                approval?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            subject: {
                                /** @enum {string} */
                                side: "managementpro" | "aceptabits";
                                key: string;
                            };
                            clave?: string;
                            code?: string;
                            name: string;
                            event: string;
                            /** @enum {string} */
                            field: "name" | "email" | "phone" | "salesperson";
                            now: {
                                managementpro: string;
                                aceptabits: string;
                            };
                            value: string;
                            /** @enum {string} */
                            standing: "ready" | "already" | "moved" | "gone";
                        }[];
                        ready: number;
                        hash: string;
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    undo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    target: {
                        event: string;
                    } | {
                        job: string;
                    } | {
                        approval: string;
                    };
                    hash: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: number;
                        refused: number;
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    listBrakes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        side: "managementpro" | "aceptabits";
                        reason: string;
                        /** @enum {string} */
                        field?: "name" | "email" | "phone" | "salesperson";
                        count: number;
                        of: number;
                        hash: string;
                        since: number;
                        sample: {
                            subject: {
                                /** @enum {string} */
                                side: "managementpro" | "aceptabits";
                                key: string;
                            };
                            clave?: string;
                            code?: string;
                            name: string;
                            fields: {
                                /** @enum {string} */
                                field: "name" | "email" | "phone" | "salesperson";
                                managementpro: {
                                    now?: string;
                                    base?: string;
                                    changed: boolean;
                                    gets?: string;
                                };
                                aceptabits: {
                                    now?: string;
                                    base?: string;
                                    changed: boolean;
                                    gets?: string;
                                };
                                /** @enum {string} */
                                standing: "same" | "pending" | "conflict" | "held" | "parked" | "frozen" | "stopped" | "left-alone";
                                wanted?: {
                                    value: string;
                                    by: string;
                                    at: number;
                                };
                            }[];
                            deliver: {
                                /** @enum {string} */
                                field: "name" | "email" | "phone" | "salesperson";
                                old: string;
                                value: string;
                            }[];
                        }[];
                    }[];
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    listBrakeLines: {
        parameters: {
            query?: {
                hash?: string;
            };
            header?: never;
            path: {
                side: "managementpro" | "aceptabits";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        action: "link" | "create" | "update" | "conflict" | "ambiguous" | "held" | "parked" | "look-up" | "believe" | "nothing";
                        /** @enum {string} */
                        side?: "managementpro" | "aceptabits";
                        clave?: string;
                        code?: string;
                        name: string;
                        moved: string;
                        detail: string;
                    }[];
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    actOnCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                side: "managementpro" | "aceptabits";
                key: string;
                action: "resync" | "pause" | "unpause" | "unlink" | "link" | "set-field" | "vouch" | "unfreeze" | "unpark";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    other?: string;
                    /** @enum {string} */
                    field?: "name" | "email" | "phone" | "salesperson";
                    value?: string;
                    empty?: true | "true";
                    managementpro?: string;
                    aceptabits?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    approvePlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    hash: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    releaseBrake: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    hash: string;
                    /** @enum {string} */
                    side: "managementpro" | "aceptabits";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    refusePlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    hash: string;
                    /** @enum {string} */
                    side?: "managementpro" | "aceptabits";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    retryParked: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code?: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: number;
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    readAllNow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            /** @description What was asked cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description A user and a password are needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description This user may look and not act, or the request does not show where it comes from */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is nothing here, or what was shown has moved since */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Too many failed log-ins: try again later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description Redis is not answering: try again later */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
}
